/**
 * Organisations, plans, connections and tokens in memory, so that who asks is known without the
 * database. A change of any of them ends with `refresh`; a revoked token is refused from the very
 * next request on.
 */
import { EVERYBODY, type Session } from '../db/index.ts';
import {
  type Loaded,
  loadOrganization,
  loadOrganizations,
  loadPlans,
  UnknownPlanError,
} from './load.ts';
import type { Feature, LiveConnection, LiveOrganization, LivePlan, LiveToken } from './types.ts';

const NO_FEATURES: ReadonlySet<string> = new Set();

export class Registry {
  readonly #session: Session;
  #plans: ReadonlyMap<string, LivePlan> = new Map();
  readonly #organizations = new Map<string, Loaded>();
  readonly #bySlug = new Map<string, string>();
  readonly #tokens = new Map<string, LiveToken>();

  #refreshed: Promise<void> = Promise.resolve();
  /** Organisations whose turn has not come: one more request for them is the same. */
  readonly #due = new Map<string, Promise<void>>();

  private constructor(session: Session) {
    this.#session = session;
  }

  /** Reads everything once. */
  static async load(session: Session): Promise<Registry> {
    const registry = new Registry(session);
    registry.#plans = await loadPlans(session);
    for (const loaded of await loadOrganizations(session, registry.#plans)) registry.#put(loaded);
    return registry;
  }

  /**
   * Takes up what changed about an organisation, its deletion included; or about the plans, for
   * {@link EVERYBODY}.
   */
  refresh(organizationId: string): Promise<void> {
    const due = this.#due.get(organizationId);
    if (due !== undefined) return due;
    // One after the other, so that what was read last is what stays.
    const refreshed = this.#refreshed.then(() => {
      this.#due.delete(organizationId);
      return this.#reload(organizationId);
    });
    this.#due.set(organizationId, refreshed);
    this.#refreshed = refreshed.catch(() => {});
    return refreshed;
  }

  async #reload(organizationId: string): Promise<void> {
    if (organizationId === EVERYBODY) return this.#reloadPlans();
    const loaded = await this.#load(organizationId);
    this.#forget(organizationId);
    if (loaded !== undefined) this.#put(loaded);
  }

  /** Its plan may be one of which the news has not come yet. */
  async #load(organizationId: string): Promise<Loaded | undefined> {
    const load = () => loadOrganization(this.#session, this.#plans, organizationId);
    try {
      return await load();
    } catch (error) {
      if (!(error instanceof UnknownPlanError)) throw error;
      await this.#reloadPlans();
      return load();
    }
  }

  async #reloadPlans(): Promise<void> {
    this.#plans = await loadPlans(this.#session);
    for (const [id, loaded] of this.#organizations) {
      const { organization } = loaded;
      const plan = this.#plans.get(organization.plan.id) ?? organization.plan;
      this.#organizations.set(id, { ...loaded, organization: { ...organization, plan } });
    }
  }

  #put(loaded: Loaded): void {
    const { id, slug } = loaded.organization;
    this.#organizations.set(id, loaded);
    this.#bySlug.set(slug, id);
    for (const { digest, token } of loaded.tokens) this.#tokens.set(digest, token);
  }

  #forget(organizationId: string): void {
    const known = this.#organizations.get(organizationId);
    if (known === undefined) return;
    this.#organizations.delete(organizationId);
    this.#bySlug.delete(known.organization.slug);
    for (const { digest } of known.tokens) this.#tokens.delete(digest);
  }

  get plans(): readonly LivePlan[] {
    return [...this.#plans.values()];
  }

  get organizations(): readonly LiveOrganization[] {
    return [...this.#organizations.values()].map(({ organization }) => organization);
  }

  organization(id: string): LiveOrganization | undefined {
    return this.#organizations.get(id)?.organization;
  }

  bySlug(slug: string): LiveOrganization | undefined {
    const id = this.#bySlug.get(slug);
    return id === undefined ? undefined : this.organization(id);
  }

  connection(organizationId: string, id: string): LiveConnection | undefined {
    return this.connections(organizationId).find((connection) => connection.id === id);
  }

  connections(organizationId: string): readonly LiveConnection[] {
    return this.#organizations.get(organizationId)?.connections ?? [];
  }

  tokens(organizationId: string): readonly LiveToken[] {
    return (this.#organizations.get(organizationId)?.tokens ?? []).map(({ token }) => token);
  }

  /** @param digest SHA-256 of the token's text, in hexadecimal. */
  tokenByDigest(digest: string): LiveToken | undefined {
    return this.#tokens.get(digest);
  }
}

/** What the organisation's plan allows now; nothing once it has lapsed. */
export function features(organization: LiveOrganization, now: Date): ReadonlySet<string> {
  const { plan, planEndsAt } = organization;
  return planEndsAt !== null && planEndsAt <= now.toISOString() ? NO_FEATURES : plan.features;
}

/** The plans that have a feature, for messages that say which one is needed. */
export function plansWith(plans: readonly LivePlan[], feature: Feature): string {
  const names = plans.filter((plan) => plan.features.has(feature)).map(({ name }) => name);
  return names.join(' or ');
}
