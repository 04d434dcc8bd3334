// What getRepo gives since a revision, before the reference verifier.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { MemoryBlockstore, Repo, readCarWithRoot, verifyDiffCar, verifyRepo } from '@atproto/repo'
import { startDevnet } from '../lib/devnet.mjs'
import { loadRepo } from '../lib/exports.mjs'
import { samples } from '../lib/samples.mjs'

const RECORDS = samples(60)
const GET_REPO = 'com.atproto.sync.getRepo'

let net
let key
before(async () => {
  net = await startDevnet()
  key = await net.resolver.resolveAtprotoKey(net.holdDid)
  await net.putRecords(RECORDS)
})
after(() => net?.stop())

test('since an old revision it leads from the repo of then to the repo of now', async () => {
  const old = await readCarWithRoot(await net.car(GET_REPO))
  const storage = new MemoryBlockstore()
  await storage.applyCommit((await verifyRepo(old.blocks, old.root, net.holdDid, key)).commit)
  const then = await Repo.load(storage, old.root)

  const [updated, deleted] = RECORDS
  const collection = 'org.example.other'
  const added = { collection, rkey: 'added', record: { $type: collection, number: 1 } }
  await net.putRecords([added, { ...updated, record: { ...updated.record, number: 4711 } }])
  await net.deleteRecord(deleted.collection, deleted.rkey)

  const car = await net.car(GET_REPO, { since: then.commit.rev })
  const { writes, commit } = await verifyDiffCar(then, car, net.holdDid, key)
  const seen = writes.map((write) => `${write.action} ${write.collection}/${write.rkey}`)
  assert.deepEqual(new Set(seen), new Set([
    `create ${added.collection}/${added.rkey}`,
    `update ${updated.collection}/${updated.rkey}`,
    `delete ${deleted.collection}/${deleted.rkey}`,
  ]))

  const now = await then.applyCommit(commit)
  const walked = []
  for await (const { collection, rkey, cid } of now.walkRecords()) {
    walked.push(`${collection}/${rkey} ${cid}`)
  }
  const listed = [...(await net.listAll())].map(([at, { cid }]) => `${at} ${cid}`)
  assert.deepEqual(walked, listed.toSorted())
})

test('since the newest revision it changes nothing', async () => {
  const head = await loadRepo(await net.car(GET_REPO))
  const car = await net.car(GET_REPO, { since: head.commit.rev })
  const { writes } = await verifyDiffCar(head, car, net.holdDid, key)
  assert.deepEqual(writes, [])
  assert.deepEqual((await readCarWithRoot(car)).root, head.cid)
})
