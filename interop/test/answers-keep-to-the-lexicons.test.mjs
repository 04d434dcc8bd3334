// The open methods through the official client, which checks each answer against the official lexicon.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { cidForRecord } from '@atproto/repo'
import { AtUri, ensureValidTid } from '@atproto/syntax'
import { startDevnet } from '../lib/devnet.mjs'
import { samples } from '../lib/samples.mjs'

const COLLECTION = 'com.example.interop'
const RECORDS = samples(60)
const KEYS = RECORDS.filter((sample) => sample.collection === COLLECTION)
  .map((sample) => sample.rkey)
  .sort()

let net
let atproto
before(async () => {
  net = await startDevnet()
  atproto = net.client.com.atproto
  await net.putRecords(RECORDS)
})
after(() => net?.stop())

describe('com.atproto.repo', () => {
  test('describeRepo names the document and the collections', async () => {
    const { data } = await atproto.repo.describeRepo({ repo: net.holdDid })
    assert.equal(data.did, net.holdDid)
    assert.deepEqual(data.didDoc, await net.resolver.ensureResolve(net.holdDid))
    assert.deepEqual(new Set(data.collections), new Set([
      'io.atcr.hold.captain',
      ...RECORDS.map((sample) => sample.collection),
    ]))
  })

  test('getRecord gives each value as it was written', async () => {
    for (const { collection, rkey, record } of RECORDS.slice(0, 12)) {
      const { data } = await atproto.repo.getRecord({ repo: net.holdDid, collection, rkey })
      const uri = new AtUri(data.uri)
      assert.deepEqual([uri.host, uri.collection, uri.rkey], [net.holdDid, collection, rkey])
      assert.equal(data.cid, (await cidForRecord(record)).toString())
      assert.deepEqual(data.value, record)
      const pinned = { repo: net.holdDid, collection, rkey, cid: data.cid }
      assert.deepEqual((await atproto.repo.getRecord(pinned)).data, data)
    }
  })

  for (const reverse of [false, true]) {
    test(`listRecords pages ${reverse ? 'upwards' : 'downwards'} to the end`, async () => {
      const keys = []
      let cursor
      do {
        const page = { repo: net.holdDid, collection: COLLECTION, limit: 7, cursor, reverse }
        const { data } = await atproto.repo.listRecords(page)
        assert.ok(data.records.length <= 7)
        keys.push(...data.records.map((record) => new AtUri(record.uri).rkey))
        cursor = data.cursor
      } while (cursor)
      assert.deepEqual(keys, reverse ? KEYS : KEYS.toReversed())
    })
  }

  test('listRecords of a collection without records is empty', async () => {
    const none = { repo: net.holdDid, collection: 'com.example.none' }
    const { data } = await atproto.repo.listRecords(none)
    assert.deepEqual(data, { records: [] })
  })
})

describe('com.atproto.sync', () => {
  test('getLatestCommit, getRepoStatus and listRepos agree', async () => {
    const { data: commit } = await atproto.sync.getLatestCommit({ did: net.holdDid })
    ensureValidTid(commit.rev)
    const { data: status } = await atproto.sync.getRepoStatus({ did: net.holdDid })
    assert.deepEqual(status, { did: net.holdDid, active: true, rev: commit.rev })
    const { data: list } = await atproto.sync.listRepos()
    const everybody = [net.holdDid, ...net.accounts.map(({ did }) => did)]
    assert.deepEqual(new Set(list.repos.map(({ did }) => did)), new Set(everybody))
    assert.deepEqual(
      list.repos.find(({ did }) => did === net.holdDid),
      { did: net.holdDid, head: commit.cid, rev: commit.rev, active: true },
    )
  })

  test('listRepos ends', async () => {
    const seen = []
    let cursor
    do {
      const { data } = await atproto.sync.listRepos({ limit: 1, cursor })
      seen.push(...data.repos.map(({ did }) => did))
      cursor = data.cursor
    } while (cursor)
    assert.equal(seen.length, 1 + net.accounts.length)
    assert.equal(new Set(seen).size, seen.length)
  })

  test('listBlobs of a repo that names none is empty', async () => {
    const { data } = await atproto.sync.listBlobs({ did: net.holdDid })
    assert.deepEqual(data.cids, [])
  })

  test('getRepo is a CAR', async () => {
    const { data, headers } = await atproto.sync.getRepo({ did: net.holdDid })
    assert.ok(data.byteLength > 0)
    assert.equal(headers['content-type'], 'application/vnd.ipld.car')
  })
})

test('describeServer names the hold', async () => {
  const { data } = await atproto.server.describeServer()
  assert.equal(data.did, net.holdDid)
})

test('resolveHandle finds the accounts', async () => {
  for (const { handle, did } of net.accounts) {
    assert.equal((await atproto.identity.resolveHandle({ handle })).data.did, did)
  }
})
