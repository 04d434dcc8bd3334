// Repos that the reference implementation wrote, before `orlop repo verify`.
import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, describe, test } from 'node:test'
import { P256Keypair, Secp256k1Keypair } from '@atproto/crypto'
import { MemoryBlockstore, Repo, WriteOpAction, blocksToCarFile } from '@atproto/repo'
import { run } from '../lib/orlop.mjs'
import { samples } from '../lib/samples.mjs'

const DID = 'did:plc:interopinteropinteropabc'
const RECORDS = samples(400)
const VERIFICATION_FAILED = 6

let folder
before(async () => (folder = await mkdtemp(path.join(tmpdir(), 'orlop-interop-'))))
after(() => rm(folder, { recursive: true, force: true }))

async function verify(name, car, ...args) {
  const file = path.join(folder, name)
  await writeFile(file, car)
  const { code, stdout, stderr } = await run('repo', 'verify', file, '-o', 'json', ...args)
  return { code, stderr, report: stdout.length > 0 ? JSON.parse(stdout) : undefined }
}

/** A repo that was created, then changed a few times: a tree that has grown and shrunk. */
async function written(keypair) {
  const create = (sample) => ({ action: WriteOpAction.Create, ...sample })
  let repo = await Repo.create(new MemoryBlockstore(), DID, keypair, RECORDS.slice(0, 300).map(create))
  repo = await repo.applyWrites(RECORDS.slice(300).map(create), keypair)
  const gone = RECORDS.slice(0, 50).map(({ collection, rkey }) => ({
    action: WriteOpAction.Delete, collection, rkey,
  }))
  repo = await repo.applyWrites(gone, keypair)
  return { repo, car: await blocksToCarFile(repo.cid, repo.storage.blocks), records: 350 }
}

for (const Keypair of [Secp256k1Keypair, P256Keypair]) {
  describe(`a repo signed with ${Keypair.name}`, () => {
    let keypair
    let made
    before(async () => {
      keypair = await Keypair.create()
      made = await written(keypair)
    })

    test('is valid', async () => {
      const name = `${Keypair.name}.car`
      const { code, report } = await verify(name, made.car, '--key', keypair.did(), '--did', DID)
      assert.deepEqual(report.faults, [])
      assert.deepEqual([code, report.valid, report.signature], [0, true, 'valid'])
      assert.equal(report.did, DID)
      assert.equal(report.rev, made.repo.commit.rev)
      assert.equal(report.commit, made.repo.cid.toString())
      assert.equal(report.records, made.records)
    })

    test('is not valid with another key', async () => {
      const other = (await Keypair.create()).did()
      const { code, report } = await verify('other.car', made.car, '--key', other)
      assert.deepEqual([code, report.signature], [VERIFICATION_FAILED, 'invalid'])
      assert.deepEqual(report.faults.map((fault) => fault.kind), ['signature'])
    })

    test('is not valid once a byte has changed', async () => {
      for (const at of [0.2, 0.5, 0.8]) {
        const tampered = made.car.slice()
        tampered[Math.floor(tampered.length * at)] ^= 1
        const { code, report } = await verify('tampered.car', tampered, '--key', keypair.did())
        assert.deepEqual([code, report.valid], [VERIFICATION_FAILED, false])
      }
    })

    test('is not valid when its end is missing', async () => {
      const cut = made.car.slice(0, made.car.length - 100)
      const { code } = await verify('cut.car', cut, '--key', keypair.did())
      assert.equal(code, VERIFICATION_FAILED)
    })
  })
}
