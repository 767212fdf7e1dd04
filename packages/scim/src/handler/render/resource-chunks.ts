/** Resources as text in pieces, with the members of groups fetched while they are sent. */
import { LIST_TAIL, listHead } from '../../messages/index.ts';
import { type Projection, project, projectionWants } from '../../resource/index.ts';
import type { Json } from '../../resource/types.ts';
import type { ResourceType } from '../../schema/types.ts';
import type { ListResult, Member, ScimStore, StoredResource } from '../store.ts';
import type { Chunks } from './chunks.ts';
import { fullView, memberView } from './full-view.ts';
import { location } from './links.ts';
import { resourceText } from './resource-text.ts';

/** How the resources of one answer are shown. */
export interface View {
  readonly type: ResourceType;
  readonly baseUrl: string;
  readonly store: ScimStore;
  /** Undefined shows the default set of attributes. */
  readonly projection: Projection | undefined;
}

/** One resource, with its address. Its text at once where no members have to be fetched. */
export function resourceChunks(
  view: View,
  stored: StoredResource,
  address: string,
): Chunks | string {
  return showsMembers(view) ? withMembers(view, stored) : plainText(view, stored, address);
}

/** A page of a list (RFC 7644 §3.4.2). */
export function listChunks(view: View, { total, resources }: ListResult, startIndex: number) {
  // An empty result starts at 1 whatever was asked for, as Entra ID expects it.
  const head = listHead(total, total === 0 ? 1 : startIndex, resources.length);
  return showsMembers(view) ? groupList(view, head, resources) : plainList(view, head, resources);
}

function showsMembers({ type, projection }: View): boolean {
  const { memberAttribute } = type;
  return memberAttribute !== undefined && projectionWants(type, projection, memberAttribute.name);
}

function plainText(
  { type, baseUrl, projection }: View,
  stored: StoredResource,
  address = location(baseUrl, type, stored.id),
): string {
  if (projection === undefined) return resourceText(type, baseUrl, stored, address);
  return JSON.stringify(project(type, fullView(type, baseUrl, stored), projection));
}

function* plainList(view: View, head: string, resources: readonly StoredResource[]) {
  let separator = head;
  for (const stored of resources) {
    yield separator + plainText(view, stored);
    separator = ',';
  }
  yield resources.length === 0 ? head + LIST_TAIL : LIST_TAIL;
}

async function* groupList(view: View, head: string, resources: readonly StoredResource[]) {
  yield head;
  for (let i = 0; i < resources.length; i++) {
    const stored = resources[i];
    if (stored === undefined) continue;
    if (i > 0) yield ',';
    yield* withMembers(view, stored);
  }
  yield LIST_TAIL;
}

/** `members` is always there, even if empty (authentik needs the array). */
async function* withMembers(view: View, stored: StoredResource): AsyncGenerator<string, void> {
  const { type, store } = view;
  yield `${plainText(view, stored).slice(0, -1)},"members":[`;
  let separator = '';
  for await (const batch of store.members(type, stored.id)) {
    const text = membersText(view, batch);
    if (text === '') continue;
    yield separator + text;
    separator = ',';
  }
  yield ']}';
}

/** The elements without the brackets around them. */
function membersText(view: View, batch: readonly Member[]): string {
  const members = batch.map((member) => memberView(view.baseUrl, member));
  return JSON.stringify(projectMembers(view, members)).slice(1, -1);
}

/** Members that show nothing under the projection are left out, as elsewhere. */
function projectMembers({ type, projection }: View, members: readonly Json[]): Json {
  const name = type.memberAttribute?.name;
  if (projection === undefined || name === undefined) return members;
  return project(type, { [name]: members }, projection)[name] ?? [];
}
