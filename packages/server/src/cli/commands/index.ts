import type { Command } from '../command.ts';
import type { ExportCommand } from '../export-command.ts';
import type { LocalCommand } from '../local-command.ts';
import { accountCommands, linkCommands, sessionCommands } from './account.ts';
import { activityCommands, activityExport } from './activity.ts';
import { auditCommands, auditExport } from './audit.ts';
import { connectionCommands } from './connection.ts';
import { copyCommand } from './copy.ts';
import { entryPointCommands } from './entry-point.ts';
import { grantCommands, permissionCommands } from './grant.ts';
import { groupCommands } from './group.ts';
import { heldChangeCommands } from './held-change.ts';
import { invitationCommands } from './invitation.ts';
import { mailCommands } from './mail.ts';
import { claimCommands, memberCommands } from './member.ts';
import { noticeCommands } from './notice.ts';
import { operationCommands } from './operation.ts';
import { operatorKeyCommands } from './operator-key.ts';
import { organizationCommands } from './organization.ts';
import { planCommands } from './plan.ts';
import { receiptCommands } from './receipt.ts';
import { restoreCommand } from './restore.ts';
import { roleCommands } from './role.ts';
import { ssoCommands } from './sso.ts';
import { tokenCommands } from './token.ts';

/** Every command that runs where the data is. */
export const COMMANDS: readonly Command[] = [
  ...organizationCommands,
  ...planCommands,
  ...connectionCommands,
  ...heldChangeCommands,
  ...memberCommands,
  ...claimCommands,
  ...receiptCommands,
  ...invitationCommands,
  ...accountCommands,
  ...sessionCommands,
  ...linkCommands,
  ...tokenCommands,
  ...ssoCommands,
  ...groupCommands,
  ...roleCommands,
  ...entryPointCommands,
  ...grantCommands,
  ...permissionCommands,
  ...operatorKeyCommands,
  ...noticeCommands,
  ...mailCommands,
  ...activityCommands,
  ...auditCommands,
  ...operationCommands,
];

/** Commands that write what a list has, page after page. */
export const EXPORT_COMMANDS: readonly ExportCommand[] = [activityExport, auditExport];

/** Commands about whole databases, which run by themselves; `serve` is the only other. */
export const LOCAL_COMMANDS: readonly LocalCommand[] = [copyCommand, restoreCommand];
