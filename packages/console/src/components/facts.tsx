import { Fragment, type ReactNode } from 'react';
import classes from './facts.module.css';

interface FactsProps {
  /** What it is called, and what it is. */
  readonly of: readonly (readonly [name: string, value: ReactNode])[];
}

/** Names and values, side by side or on a small screen below each other. */
export function Facts({ of }: FactsProps) {
  return (
    <dl className={classes.facts}>
      {of.map(([name, value]) => (
        <Fragment key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </Fragment>
      ))}
    </dl>
  );
}
