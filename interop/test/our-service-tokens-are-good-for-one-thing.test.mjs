// The tokens of `orlop devnet token`, before the reference verifier.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { verifyJwt } from '@atproto/xrpc-server'
import { startDevnet } from '../lib/devnet.mjs'
import { runOk } from '../lib/orlop.mjs'

const METHOD = 'io.atcr.hold.requestCrew'

let net
let token
before(async () => {
  net = await startDevnet()
  const to = ['--dir', net.dir, '--aud', net.holdDid, '--lxm', METHOD]
  token = (await runOk('devnet', 'token', 'alice.test', ...to)).stdout.toString().trim()
})
after(() => net?.stop())

const keyOf = (iss, force) => net.resolver.resolveAtprotoKey(iss, force)
const verify = (aud, lxm, key = keyOf) => verifyJwt(token, aud, lxm, key)

test('a token is good for its audience and method', async () => {
  const claims = await verify(net.holdDid, METHOD)
  assert.equal(claims.iss, net.did('alice.test'))
  assert.equal(claims.aud, net.holdDid)
  assert.equal(claims.lxm, METHOD)
  assert.ok(claims.exp > Date.now() / 1000)
})

test('it is not good for another audience', () =>
  assert.rejects(verify(net.did('bob.test'), METHOD), { customErrorName: 'BadJwtAudience' }))

test('it is not good for another method', () =>
  assert.rejects(verify(net.holdDid, 'com.atproto.repo.putRecord'), {
    customErrorName: 'BadJwtLexiconMethod',
  }))

test('it is not good as another account’s', async () => {
  const bobsKey = (await net.keypair('bob.test')).did()
  await assert.rejects(verify(net.holdDid, METHOD, async () => bobsKey), {
    customErrorName: 'BadJwtSignature',
  })
})
