import type { MouseEvent } from 'react';
import classes from './shell.module.css';

/** Id of the element that it leads to. */
const CONTENT = 'content';

/** Past the menu, for who goes by keyboard. The browser would look for `#content` at the `<base>`. */
export function SkipLink() {
  function skip(event: MouseEvent) {
    event.preventDefault();
    document.getElementById(CONTENT)?.focus();
  }
  return (
    <a className={classes.skip} href={`#${CONTENT}`} onClick={skip}>
      Skip to the page
    </a>
  );
}
