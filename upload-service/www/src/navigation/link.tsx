import type { AnchorHTMLAttributes, ComponentChildren } from 'preact';
import { navigate } from './navigation.ts';
import { formatRoute, type Route } from './route.ts';

type LinkProps = {
  to: Route;
  /** Replaces this view: "back" does not return to it. */
  replace?: boolean;
  class?: string;
  children: ComponentChildren;
} & Pick<AnchorHTMLAttributes, 'aria-label' | 'aria-keyshortcuts' | 'title'>;

/** A link within the page: a plain click stays in the page, any other works as usual. */
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
