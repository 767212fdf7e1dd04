/** The database that those of the tests are clones of. */
export const TEMPLATE = 'rollcall_template';
