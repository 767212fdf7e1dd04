import type { Command } from '../command.ts';
import { connectionCommands } from './connection.ts';
import { claimCommands, memberCommands } from './member.ts';
import { operationCommands } from './operation.ts';
import { organizationCommands } from './organization.ts';
import { tokenCommands } from './token.ts';

/** Every command but `serve`. */
export const COMMANDS: readonly Command[] = [
  ...organizationCommands,
  ...connectionCommands,
  ...memberCommands,
  ...claimCommands,
  ...tokenCommands,
  ...operationCommands,
];
