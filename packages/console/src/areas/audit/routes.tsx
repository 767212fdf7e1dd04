/** Who changed what. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { dateParam, given, textParam } from '../../api/search-params.ts';
import { orgAdminRoute } from '../../routes.tsx';

export interface AuditSearch {
  /** A date: from its beginning, in UTC. */
  readonly since?: string;
  /** A date: until its end, in UTC. */
  readonly until?: string;
  /** An address, the name of a token, or as the log has it: member:…, cli:… */
  readonly actor?: string;
  /** `user.created`, or `user` for all that begins so. */
  readonly action?: string;
  /** Name, address or id of what was changed. */
  readonly subject?: string;
  /** Anywhere in the detail. */
  readonly text?: string;
  /** Number of the record whose detail is shown. */
  readonly open?: number;
}

export const auditRoute = createRoute({
  getParentRoute: () => orgAdminRoute,
  path: '/administration/audit-log',
  validateSearch: (search: Record<string, unknown>): AuditSearch => {
    const { since, until, actor, action, subject, text, open } = search;
    return given<AuditSearch>({
      since: dateParam(since),
      until: dateParam(until),
      actor: textParam(actor),
      action: textParam(action),
      subject: textParam(subject),
      text: textParam(text),
      open: typeof open === 'number' ? open : undefined,
    });
  },
  component: lazyRouteComponent(() => import('./audit-page.tsx'), 'AuditPage'),
});

export const auditRoutes = [auditRoute] as const;
