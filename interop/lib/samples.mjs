// Records that use all of the data model, under paths that give a tree of several layers.
import { TID } from '@atproto/common-web'
import { cidForRecord } from '@atproto/repo'

export const COLLECTIONS = ['com.example.interop', 'com.example.interop.inner', 'org.example.other']

const SOME_CID = await cidForRecord({ $type: 'com.example.linked' })

/** The same paths and values for the same count. */
export function samples(count) {
  return Array.from({ length: count }, (_, i) => ({
    collection: COLLECTIONS[i % COLLECTIONS.length],
    rkey: rkey(i),
    record: { $type: COLLECTIONS[i % COLLECTIONS.length], number: i, ...VALUES[i % VALUES.length] },
  }))
}

function rkey(i) {
  const names = [
    () => `key-${i}`,
    () => TID.fromTime(1_700_000_000_000_000 + i * 1_000_003, i % 1024).toString(),
    () => `${'x'.repeat(1 + ((i * 37) % 500))}~${i}`,
    () => `did:web:host.example:${i}`,
  ]
  return names[i % names.length]()
}

const VALUES = [
  { text: 'plain', empty: '', none: null, yes: true, no: false },
  // Every width that CBOR has for a number, and the limits of what JSON can carry.
  { numbers: [0, 23, 24, 255, 256, 65_535, 65_536, 2 ** 32 - 1, 2 ** 32, 2 ** 53 - 1] },
  { negative: [-1, -24, -25, -256, -257, -65_537, -(2 ** 32), -(2 ** 32) - 1, -(2 ** 53) + 1] },
  { text: 'naïve — \u{1f680} 日本語 \u0000 \ud7ff \u{10ffff}', 'clé': 'kéy', '\u{1f511}': 1 },
  // The canonical order of keys is by length first, then by bytes.
  { b: 1, aa: 2, a: 3, Z: 4, aaa: 5, ab: 6, é: 7, zz: 8, '': 9 },
  { list: [], map: {}, nested: { list: [{ deep: [[[{ end: true }]]] }] } },
  { bytes: new Uint8Array([0, 1, 254, 255]), noBytes: new Uint8Array(), link: SOME_CID },
  { long: 'l'.repeat(70_000), many: Array.from({ length: 300 }, (_, i) => ({ i })) },
]
