import Database from 'better-sqlite3';

/**
 * Adds to a copy of the database what the bare server answers from: each user's answer as one text.
 * The text has the length and the parts of Rollcall's own answer.
 */
export function prepareBare(file: string): void {
  const database = new Database(file);
  database.exec(`
    create table bare (position integer primary key, id text not null unique,
      user_name text not null unique, body text not null);
    insert into bare select position, id, user_name_key,
      substr(json, 1, length(json) - 1) || ',"id":"' || id || '","meta":{"resourceType":"User","created":"'
      || created_at || '","lastModified":"' || modified_at
      || '","location":"http://127.0.0.1:3000/v1/scim/v2/Users/' || id || '","version":"W/\\"1\\""}}'
      from resource where type = 'User'`);
  database.close();
}
