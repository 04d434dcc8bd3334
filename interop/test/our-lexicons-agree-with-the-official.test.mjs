// The lexicons that Orlop ships, in its own words, beside the official ones.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { schemas } from '@atproto/api'
import { Lexicons, parseLexiconDoc } from '@atproto/lexicon'
import { DOCUMENTS, IDS } from '../lib/lexicons.mjs'

const official = new Lexicons(schemas)

test('each is a lexicon document to the reference parser', () => {
  const parsed = new Lexicons()
  for (const document of DOCUMENTS) {
    parsed.add(parseLexiconDoc(document))
  }
  assert.deepEqual([...parsed].map((document) => document.id), IDS)
})

const shared = DOCUMENTS.filter(({ id }) => id.startsWith('com.atproto.') && official.get(id))

test('there are official ones to compare with', () => {
  assert.ok(shared.length > 20, `${shared.length}`)
})

for (const { id, defs } of shared) {
  test(`${id} asks and answers what the official one does`, () => {
    for (const [name, theirs] of Object.entries(official.get(id).defs)) {
      const mine = defs[name]
      assert.equal(mine?.type, theirs.type, name)
      const errors = new Set((mine.errors ?? []).map((error) => error.name))
      for (const error of theirs.errors ?? []) {
        assert.ok(errors.has(error.name), `${name}: the error ${error.name}`)
      }
      for (const part of ['parameters', 'input', 'output', 'message']) {
        assert.equal(mine[part]?.encoding, theirs[part]?.encoding, `${name} ${part}`)
        const [ourSchema, theirSchema] = [mine, theirs].map((def) => def[part]?.schema ?? def[part])
        assertSameFields(ourSchema, theirSchema, `${name} ${part}`)
      }
      assertSameFields(mine, theirs, name)
    }
  })
}

/** Every field of theirs is one of ours, of the same type, and is required where theirs is. */
function assertSameFields(mine, theirs, where) {
  assert.deepEqual(mine?.required?.toSorted() ?? [], theirs?.required?.toSorted() ?? [], where)
  for (const [field, { type }] of Object.entries(theirs?.properties ?? {})) {
    assert.equal(mine.properties[field]?.type, type, `${where}: ${field}`)
  }
}
