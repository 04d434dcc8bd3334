// Whole exports, as the reference implementation reads and verifies them.
import assert from 'node:assert/strict'
import { lexToJson } from '@atproto/lexicon'
import { MemoryBlockstore, Repo, cidForRecord, readCarWithRoot, verifyRepo } from '@atproto/repo'

/** The repo in a CAR, loaded without a check. */
export async function loadRepo(car) {
  const { blocks, root } = await readCarWithRoot(car)
  return Repo.load(new MemoryBlockstore(blocks), root)
}

/** Verifies a CAR as a whole repo and returns its records by path, in the form of listRecords. */
export async function verifiedRecords(car, did, key) {
  const { blocks, root } = await readCarWithRoot(car)
  const { creates } = await verifyRepo(blocks, root, did, key)
  const repo = await loadRepo(car)
  const records = new Map()
  for await (const { collection, rkey, cid, record } of repo.walkRecords()) {
    assert.deepEqual(await cidForRecord(record), cid, 'encoded again, it has the same CID')
    records.set(`${collection}/${rkey}`, { cid: cid.toString(), value: lexToJson(record) })
  }
  assert.equal(creates.length, records.size)
  return records
}
