import { isObject, own } from '../json/index.ts';
import type { Json, JsonObject, Resource } from '../resource/types.ts';
import type { AttributeTarget } from '../schema/types.ts';
import { withoutDuplicates } from './elements.ts';

/**
 * The resource between two operations. Values in it are never changed, only exchanged, so the
 * resource it was made from stays as it is.
 */
export interface WorkingCopy {
  /** The value of the attribute; `target.sub` plays no part. */
  read(target: AttributeTarget): Json | undefined;
  /** Undefined unassigns; an extension without attributes goes with its last one. */
  write(target: AttributeTarget, value: Json | undefined): void;
  /** The object of an extension with attributes. */
  extension(uri: string): JsonObject | undefined;
  dropExtension(uri: string): void;
  /** The whole, by published names, each value once; `schemas` is as it was at first. */
  finish(): JsonObject;
}

/** Names come from schemas, whose grammar has no `__proto__`; so plain objects are safe here. */
export function createWorkingCopy(resource: Resource): WorkingCopy {
  const fields: Record<string, Json> = { ...resource };
  /** The multi-valued attributes written, by extension and name. */
  const written = new Map<string, AttributeTarget>();

  function extension(uri: string): JsonObject | undefined {
    const object = own(fields, uri);
    return isObject(object) ? object : undefined;
  }

  function read({ extension: uri, attribute }: AttributeTarget): Json | undefined {
    return own(uri === undefined ? fields : (extension(uri) ?? {}), attribute.name);
  }

  function write({ extension: uri, attribute }: AttributeTarget, value: Json | undefined): void {
    if (uri === undefined) {
      put(fields, attribute.name, value);
      return;
    }
    const object = { ...extension(uri) };
    put(object, attribute.name, value);
    put(fields, uri, Object.keys(object).length === 0 ? undefined : object);
  }

  return {
    read,
    write(target, value) {
      if (Array.isArray(value)) {
        written.set(`${target.extension ?? ''} ${target.attribute.name}`, target);
      }
      write(target, value);
    },
    extension,
    dropExtension(uri) {
      delete fields[uri];
    },
    finish() {
      for (const target of written.values()) {
        const value = read(target);
        if (Array.isArray(value)) write(target, withoutDuplicates(value as readonly Json[]));
      }
      return fields;
    },
  };
}

/** Sets a name, or deletes it for undefined. */
export function put(object: Record<string, Json>, name: string, value: Json | undefined): void {
  if (value === undefined) delete object[name];
  else object[name] = value;
}
