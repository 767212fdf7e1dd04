// @ts-check
/** What the pages do. Names come from outside: all of it is put in as text, nothing as markup. */

const page = /** @type {HTMLElement} */ (document.getElementById('page'));
const name = location.pathname.split('/').at(-1) ?? '';
const problem = new URLSearchParams(location.search).get('problem');
// Out of the address bar, the history and every screenshot, before anything else happens.
const code = location.hash.slice(1);
history.replaceState(null, '', location.pathname);

/**
 * @param {string} tag
 * @param {Record<string, unknown>} properties
 * @param {...(Node | string)} children
 */
function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

/** @param {string} title @param {...(Node | string)} children */
function show(title, ...children) {
  document.title = title;
  page.replaceChildren(element('h1', { textContent: title }), ...children);
  /** @type {HTMLElement | null} */ (page.querySelector('input'))?.focus();
}

/**
 * A request to the console's API.
 *
 * @param {string} method @param {string} path @param {object} [body]
 * @returns {Promise<any>} Throws an Error with words for people.
 */
async function call(method, path, body) {
  const response = await fetch(`v1/console${path}`, {
    method,
    headers: body === undefined ? {} : { 'Content-Type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const answer = text === '' ? {} : JSON.parse(text);
  if (!response.ok) throw new Error(answer.detail ?? `The service answered ${response.status}.`);
  return answer;
}

const LABELS = {
  organization: { label: 'Organisation', type: 'text', autocomplete: 'organization' },
  slug: {
    label: 'Organisation',
    type: 'text',
    autocomplete: 'organization',
    hint: 'Its short name, such as acme.',
  },
  displayName: { label: 'Your name', type: 'text', autocomplete: 'name' },
  email: { label: 'E-mail address', type: 'email', autocomplete: 'username' },
  password: { label: 'Password', type: 'password', autocomplete: 'current-password' },
  fresh: {
    label: 'New password',
    type: 'password',
    autocomplete: 'new-password',
    hint: 'At least 15 characters. A few words that belong to nobody else are best.',
  },
};

/**
 * @param {readonly (keyof typeof LABELS)[]} names
 * @param {string} action What the button says.
 * @param {(values: Record<string, string>) => Promise<void>} send
 */
function form(names, action, send) {
  const fields = names.map((field) => {
    const { label, type, autocomplete, hint } = { hint: '', ...LABELS[field] };
    const input = element('input', { name: field, type, autocomplete, required: true });
    return element('label', {}, label, input, ...(hint === '' ? [] : [element('small', {}, hint)]));
  });
  const button = /** @type {HTMLButtonElement} */ (element('button', { textContent: action }));
  const said = element('p', { className: 'problem', hidden: true, role: 'alert' });
  const made = /** @type {HTMLFormElement} */ (element('form', {}, ...fields, said, button));
  made.addEventListener('submit', async (event) => {
    event.preventDefault();
    button.disabled = true;
    said.hidden = true;
    try {
      const entries = [...new FormData(made)].map(([key, value]) => [key, String(value)]);
      await send(Object.fromEntries(entries));
    } catch (error) {
      said.textContent = error instanceof Error ? error.message : String(error);
      said.hidden = false;
    }
    button.disabled = false;
  });
  return made;
}

/** @param {string} text */
const paragraph = (text) => element('p', { textContent: text });
/** @param {string} href @param {string} text */
const link = (href, text) => element('p', {}, element('a', { href, textContent: text }));

/** What somebody who is signed in sees: who they are here, and what they may do. */
async function access() {
  const { member, organization, orgAdmin, permissions } = await call('GET', '/me');
  const rows = [
    ['Organisation', organization.name],
    ['You', member.email ?? member.displayName ?? member.id],
    ['Org Admin', orgAdmin ? 'yes' : 'no'],
    ...permissions.map((/** @type {any} */ { entryPoint, role }) => [entryPoint.name, role]),
  ].flatMap(([term, text]) => [
    element('dt', { textContent: term }),
    element('dd', { textContent: text }),
  ]);
  const out = element('button', { className: 'plain', textContent: 'Sign out' });
  out.addEventListener('click', async () => {
    await call('POST', '/sign-out');
    signIn();
  });
  show('My access', element('dl', {}, ...rows), out);
}

/** @param {string} [said] */
function signIn(said = '') {
  const send = async (/** @type {Record<string, string>} */ values) => {
    const answer = await call('POST', '/sign-in', values);
    if (answer.signedIn) return access();
    const buttons = answer.organizations.map((/** @type {any} */ one) => {
      const button = element('button', { className: 'plain', textContent: one.name });
      button.addEventListener('click', () => send({ ...values, organization: one.slug }));
      return element('p', {}, button);
    });
    show('Choose an organisation', ...buttons);
  };
  const words = said === '' ? [] : [element('p', { className: 'problem', role: 'alert' }, said)];
  const forgotten = link('forgot-password', 'I forgot my password');
  const single = element('button', { className: 'plain', textContent: 'Single sign-on' });
  single.addEventListener('click', singleSignOn);
  show('Sign in', ...words, form(['email', 'password'], 'Sign in', send), forgotten, single);
}

/** By the identity provider of an organisation, which comes back to this page. */
function singleSignOn() {
  show(
    'Single sign-on',
    form(['slug'], 'Go on', async ({ slug }) => {
      location.assign(`v1/console/sso/${encodeURIComponent(slug ?? '')}/start?return=/sign-in`);
    }),
  );
}

/**
 * A button that accepts the invitation by the organisation's identity provider, which comes back to this service.
 *
 * @param {string} provider
 */
function joinBy(provider) {
  const said = element('p', { className: 'problem', hidden: true, role: 'alert' });
  const button = element('button', { className: 'plain', textContent: `Join by ${provider}` });
  button.addEventListener('click', async () => {
    try {
      const given = { code, return: '/sign-in' };
      location.assign((await call('POST', '/invitations/single-sign-on', given)).url);
    } catch (error) {
      said.textContent = error instanceof Error ? error.message : String(error);
      said.hidden = false;
    }
  });
  return element('div', {}, button, said);
}

/** @type {Record<string, () => unknown>} */
const PAGES = {
  'set-up': () =>
    show(
      'Set Rollcall up',
      paragraph('This makes the first organisation, and you its Org Admin.'),
      form(
        ['organization', 'displayName', 'email', 'fresh'],
        'Set up',
        async ({ organization, displayName, email, fresh }) => {
          const given = { code, organization: { name: organization }, displayName, email };
          await call('POST', '/set-up', { ...given, password: fresh });
          await access();
        },
      ),
    ),
  async join() {
    const look = await call('POST', '/invitations/look', { code });
    const isNew = look.needs === 'newAccount';
    const invited = paragraph(`${look.invitedBy} invited ${look.email}.`);
    const single = look.singleSignOn === null ? [] : [joinBy(look.singleSignOn.name)];
    if (look.needs === 'singleSignOn') {
      return show(`Join ${look.organization.name}`, invited, ...single);
    }
    show(
      `Join ${look.organization.name}`,
      invited,
      ...single,
      paragraph(
        isNew
          ? 'Choose a password to sign in with.'
          : 'There is an account for this address: give its password.',
      ),
      form([isNew ? 'fresh' : 'password'], 'Join', async ({ fresh, password }) => {
        await call('POST', '/invitations/accept', { code, password: fresh ?? password });
        await access();
      }),
    );
  },
  async 'sign-in'() {
    const words = problem === null ? {} : await (await fetch('assets/problems.json')).json();
    if (problem !== null) return signIn(words[problem] ?? 'Signing in did not work. Try again.');
    await access().catch(() => signIn());
  },
  async 'sign-in-link'() {
    await call('POST', '/sign-in-link', { code });
    await access();
  },
  'forgot-password': () =>
    show(
      'Forgot your password?',
      form(['email'], 'Send me a link', async ({ email }) => {
        await call('POST', '/password-reset', { email });
        show(
          'Look into your mail',
          paragraph(
            'If there is an account for this address, a link is on its way. It is good for an hour.',
          ),
        );
      }),
    ),
  'reset-password': () =>
    show(
      'Choose a new password',
      form(['fresh'], 'Save', async ({ fresh }) => {
        await call('POST', '/password-reset/complete', { code, password: fresh });
        show('Your password is changed', link('sign-in', 'Sign in'));
      }),
    ),
};

try {
  await PAGES[name]?.();
} catch (error) {
  show('That did not work', paragraph(error instanceof Error ? error.message : String(error)));
}
