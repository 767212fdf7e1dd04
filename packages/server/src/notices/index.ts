export { endHeldNotices, raiseHeldNotice } from './held-changes.ts';
export { type JudgedRequest, judgeRequests } from './judge-requests.ts';
export { listNotices } from './list-notices.ts';
export { noticeJobs } from './notice-jobs.ts';
export { NOTICE_MAIL_KINDS } from './notice-mail.ts';
export { hasReachableOrgAdmin } from './reachable.ts';
