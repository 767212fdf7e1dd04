export { forgetMail } from './forget-mail.ts';
export { type MailHealth, mailHealth } from './health.ts';
export type { DueMail, Links, MailKind, MailKinds } from './kinds.ts';
export { type Letter, plain, type RenderedMail, renderLetter, words } from './letter.ts';
export { findMail, listMail, type Mail, mailById, retryMail } from './look.ts';
export { mailJob, mailRetentionJob } from './mail-jobs.ts';
export { queueMail } from './queue.ts';
export { sendTestMail } from './send-test.ts';
export {
  describeSmtp,
  isMailAddress,
  mailAddressAmong,
  parseSender,
  parseSmtpUrl,
  type Sender,
  type SmtpSettings,
} from './settings.ts';
