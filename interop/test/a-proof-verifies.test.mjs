// What sync.getRecord gives, before the reference verifier: that a record is there, or is not.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Secp256k1Keypair } from '@atproto/crypto'
import { lexToJson } from '@atproto/lexicon'
import { cidForRecord, readCarWithRoot, verifyProofs, verifyRecords } from '@atproto/repo'
import { startDevnet } from '../lib/devnet.mjs'
import { samples } from '../lib/samples.mjs'

const RECORDS = samples(120)

let net
let key
before(async () => {
  net = await startDevnet()
  key = await net.resolver.resolveAtprotoKey(net.holdDid)
  await net.putRecords(RECORDS)
})
after(() => net?.stop())

const proofOf = ({ collection, rkey }) => net.car('com.atproto.sync.getRecord', { collection, rkey })

test('of a record that is there', async () => {
  for (const { collection, rkey, record } of RECORDS.slice(0, 24)) {
    const car = await proofOf({ collection, rkey })
    const claim = { collection, rkey, cid: await cidForRecord(record) }
    const { verified, unverified } = await verifyProofs(car, [claim], net.holdDid, key)
    assert.deepEqual([verified, unverified], [[claim], []])
    const proven = await verifyRecords(car, net.holdDid, key)
    const mine = proven.filter((one) => one.collection === collection && one.rkey === rkey)
    assert.deepEqual(lexToJson(mine), lexToJson([{ collection, rkey, record }]))
  }
})

test('of the absence of one', async () => {
  const absent = [
    ['com.example.interop', 'key-0x'],
    ['com.example.interop', '0'],
    ['aaa.example.first', 'self'],
    ['zzz.example.last', 'self'],
  ]
  for (const [collection, rkey] of absent) {
    const claim = { collection, rkey, cid: null }
    const { verified } = await verifyProofs(await proofOf(claim), [claim], net.holdDid, key)
    assert.deepEqual(verified, [claim])
  }
})

test('does not prove the contrary', async () => {
  const [there] = RECORDS
  const car = await proofOf(there)
  const contrary = [
    { ...there, cid: null },
    { ...there, cid: await cidForRecord(RECORDS[1].record) },
  ].map(({ collection, rkey, cid }) => ({ collection, rkey, cid }))
  const { verified, unverified } = await verifyProofs(car, contrary, net.holdDid, key)
  assert.deepEqual([verified, unverified], [[], contrary])
})

test('is signed', async () => {
  const { collection, rkey, record } = RECORDS[0]
  const claim = { collection, rkey, cid: await cidForRecord(record) }
  const other = (await Secp256k1Keypair.create()).did()
  const car = await proofOf(claim)
  await assert.rejects(verifyProofs(car, [claim], net.holdDid, other), /Invalid signature/)
})

test('is a path through the tree, not the whole repo', async () => {
  const whole = await readCarWithRoot(await net.car('com.atproto.sync.getRepo'))
  const { blocks, root } = await readCarWithRoot(await proofOf(RECORDS[0]))
  assert.deepEqual(root, whole.root)
  assert.ok(blocks.size < whole.blocks.size / 4, `${blocks.size} of ${whole.blocks.size} blocks`)
})
