/** A resource type for tests that has an attribute of every type, single and multi-valued. */
import { defineResourceType, defineSchema } from '../schema/index.ts';

const SIMPLE = [
  { name: 'loose' },
  { name: 'exact', caseExact: true },
  { name: 'flag', type: 'boolean' },
  { name: 'count', type: 'integer' },
  { name: 'ratio', type: 'decimal' },
  { name: 'at', type: 'dateTime' },
  { name: 'data', type: 'binary' },
  { name: 'link', type: 'reference', referenceTypes: ['external'] },
  { name: 'owner', type: 'reference', referenceTypes: ['User'] },
  { name: 'secret', returned: 'never' },
  { name: 'writable', mutability: 'writeOnly', returned: 'never' },
];

const complex = (name: string, subAttributes: readonly object[], multiValued = false) => ({
  ...{ name, type: 'complex', multiValued, subAttributes },
});

/** `loose` … single, `looses` … multi-valued, `part` and `parts` complex, `values` with `value`. */
export const gaugeType = defineResourceType({
  name: 'Gauge',
  description: '',
  endpoint: '/Gauges',
  schema: defineSchema({
    id: 'urn:example:Gauge',
    attributes: [
      ...SIMPLE,
      ...SIMPLE.map((attribute) => ({
        ...attribute,
        name: `${attribute.name}s`,
        multiValued: true,
      })),
      complex('part', SIMPLE),
      complex('parts', SIMPLE, true),
      complex('values', [{ name: 'value' }, { name: 'primary', type: 'boolean' }], true),
      complex('pair', [{ name: 'value' }, { name: 'primary', type: 'boolean' }]),
      complex('tagged', [{ name: 'tags', multiValued: true }], true),
    ],
  }),
  extensions: [
    {
      schema: defineSchema({
        id: 'urn:example:2.0:Extra',
        attributes: [{ name: 'shade' }, { name: 'twice' }, complex('inner', [{ name: 'value' }])],
      }),
      required: false,
    },
    {
      schema: defineSchema({ id: 'urn:example:Other', attributes: [{ name: 'twice' }] }),
      required: false,
    },
  ],
  dropped: ['pin'],
});
