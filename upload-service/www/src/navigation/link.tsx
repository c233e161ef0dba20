import type { AnchorHTMLAttributes, ComponentChildren } from 'preact';
import { navigate } from './navigation.ts';
import { formatRoute, type Route } from './route.ts';

type LinkProps = {
  to: Route;
  /** Goes there in place of this view: "back" does not lead here again. */
  replace?: boolean;
  class?: string;
  children: ComponentChildren;
} & Pick<AnchorHTMLAttributes, 'aria-label' | 'aria-keyshortcuts' | 'title'>;

/** A link inside the page: a plain click stays in it, and every other kind does what it always does. */
export const Link = ({ to, replace = false, children, ...rest }: LinkProps) => (
  <a
    {...rest}
    href={formatRoute(to)}
    onClick={(event) => {
      if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      navigate(to, { replace });
    }}
  >
    {children}
  </a>
);
