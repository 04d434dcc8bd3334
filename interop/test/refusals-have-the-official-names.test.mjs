// What the hold refuses to the official client, by name and status.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { XRPCError } from '@atproto/api'
import { cidForRecord } from '@atproto/repo'
import { startDevnet } from '../lib/devnet.mjs'

const collection = 'com.example.interop'
const there = { collection, rkey: 'there', record: { $type: collection } }
const ELSEWHERE = 'did:plc:ewvi7nxzyoun6zhxrhs64oiz'
const NO_CID = (await cidForRecord({ $type: 'com.example.nowhere' })).toString()

let net
let com
before(async () => {
  net = await startDevnet()
  com = net.client.com.atproto
  await net.putRecords([there])
})
after(() => net?.stop())

const ofHold = (params) => ({ repo: net.holdDid, collection, ...params })
const refusals = {
  'a record that is not there': [
    'RecordNotFound', 400, () => com.repo.getRecord(ofHold({ rkey: 'absent' }))],
  'another version of a record': [
    'RecordNotFound', 400, () => com.repo.getRecord(ofHold({ rkey: 'there', cid: NO_CID }))],
  'the export of a repo that is elsewhere': [
    'RepoNotFound', 400, () => com.sync.getRepo({ did: ELSEWHERE })],
  'the newest commit of a repo that is elsewhere': [
    'RepoNotFound', 400, () => com.sync.getLatestCommit({ did: ELSEWHERE })],
  'the status of a repo that is elsewhere': [
    'RepoNotFound', 400, () => com.sync.getRepoStatus({ did: ELSEWHERE })],
  'a block that is not there': [
    'BlockNotFound', 400, () => com.sync.getBlocks({ did: net.holdDid, cids: [NO_CID] })],
  'what is no DID': ['InvalidRequest', 400, () => com.sync.getRepo({ did: 'not a DID' })],
  'a parameter that is missing': ['InvalidRequest', 400, () => com.sync.getRepo({})],
  'a page that is too long': [
    'InvalidRequest', 400, () => com.repo.listRecords(ofHold({ limit: 101 }))],
  'what is no collection': [
    'InvalidRequest', 400, () => com.repo.listRecords(ofHold({ collection: 'nodots' }))],
  'a method that a hold does not have': [
    'MethodNotImplemented', 501, () => net.client.call('app.bsky.feed.getTimeline')],
  'a deletion without a token': [
    'AuthMissing', 401, () => com.repo.deleteRecord(ofHold({ rkey: 'there' }))],
}
for (const [what, [name, status, call]] of Object.entries(refusals)) {
  test(`${what}: ${name}`, () =>
    assert.rejects(call, (thrown) => {
      assert.ok(thrown instanceof XRPCError, String(thrown))
      assert.deepEqual([thrown.error, thrown.status], [name, status])
      assert.ok(thrown.message)
      return true
    }))
}
