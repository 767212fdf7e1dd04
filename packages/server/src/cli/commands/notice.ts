import { listNotices } from '../../notices/index.ts';
import { type Command, command, contextFor } from '../command.ts';
import { ORGANIZATION, organizationInput } from '../inputs.ts';
import { table } from '../text.ts';

export const noticeCommands: readonly Command[] = [
  command({
    name: 'notice list',
    description: 'what the Org Admins of an organisation should know now',
    options: [ORGANIZATION],
    input: organizationInput,
    async run(app, { organization }, actor) {
      const { organizationId } = await contextFor(app, organization, actor);
      return listNotices(app.reader, organizationId);
    },
    text: (rows) => table(rows, ['raisedAt', 'kind', 'message', 'subjectId'], 'Nothing.'),
  }),
];
