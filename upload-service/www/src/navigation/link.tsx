import type { ComponentChildren } from 'preact';
import { navigate } from './navigation.ts';
import { formatRoute, type Route } from './route.ts';

type LinkProps = { to: Route; class?: string; children: ComponentChildren };

/** A link inside the page: a plain click stays in it, and every other kind does what it always does. */
export const Link = ({ to, children, ...rest }: LinkProps) => (
  <a
    {...rest}
    href={formatRoute(to)}
    onClick={(event) => {
      if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      navigate(to);
    }}
  >
    {children}
  </a>
);
