// The hold's whole repo, from getRepo and from the command, before the reference verifier.
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { Secp256k1Keypair } from '@atproto/crypto'
import { lexToJson } from '@atproto/lexicon'
import { cidForRecord, readCar, readCarWithRoot, verifyRepoCar } from '@atproto/repo'
import { startDevnet } from '../lib/devnet.mjs'
import { verifiedRecords } from '../lib/exports.mjs'
import { runOk } from '../lib/orlop.mjs'
import { samples } from '../lib/samples.mjs'

const RECORDS = samples(120)

let net
let key
let car
let exported
before(async () => {
  net = await startDevnet()
  key = await net.resolver.resolveAtprotoKey(net.holdDid)
  await net.putRecords(RECORDS)
  car = await net.car('com.atproto.sync.getRepo')
  exported = await verifiedRecords(car, net.holdDid, key)
})
after(() => net?.stop())

test('getRepo holds what listRecords says', async () => {
  const listed = await net.listAll()
  assert.deepEqual(Object.fromEntries(exported), Object.fromEntries(listed))
  assert.equal(listed.size, RECORDS.length + 1, 'all of ours, and the captain')
})

test('the records are those that were written', async () => {
  for (const { collection, rkey, record } of RECORDS) {
    const { cid, value } = exported.get(`${collection}/${rkey}`)
    assert.equal(cid, (await cidForRecord(record)).toString())
    assert.deepEqual(value, lexToJson(record))
  }
})

test('`orlop repo export` writes the same repo, to a file and to standard output', async () => {
  const file = path.join(net.dir, 'export.car')
  await runOk('repo', 'export', '--dir', net.dir, '--file', file)
  const written = await readFile(file)
  const { root } = await readCarWithRoot(car)
  assert.deepEqual((await readCarWithRoot(written)).root, root)
  assert.deepEqual(await verifiedRecords(written, net.holdDid, key), exported)
  const { stdout } = await runOk('repo', 'export', '--dir', net.dir)
  assert.deepEqual(new Uint8Array(stdout), new Uint8Array(written))
})

test('getRepo does not verify with another key, nor as another account’s', async () => {
  const other = (await Secp256k1Keypair.create()).did()
  await assert.rejects(verifyRepoCar(car, net.holdDid, other), /Invalid signature/)
  await assert.rejects(verifyRepoCar(car, net.did('bob.test'), key), /Invalid repo did/)
})

test('getBlocks gives the blocks asked for', async () => {
  const cids = []
  for (const { record } of RECORDS.slice(0, 3)) {
    cids.push((await cidForRecord(record)).toString())
  }
  const asked = new URLSearchParams([['did', net.holdDid], ...cids.map((cid) => ['cids', cid])])
  const answer = await net.get('com.atproto.sync.getBlocks', asked)
  const { blocks } = await readCar(new Uint8Array(await answer.arrayBuffer()))
  assert.deepEqual(new Set(blocks.cids().map(String)), new Set(cids))
})
