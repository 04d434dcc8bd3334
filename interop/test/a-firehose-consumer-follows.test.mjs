// The reference consumer on our firehose: from the beginning and live, every commit and every handle proved.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { IdResolver } from '@atproto/identity'
import { Firehose, MemoryRunner } from '@atproto/sync'
import { startDevnet } from '../lib/devnet.mjs'
import { LocalHandles } from '../lib/local-handles.mjs'

const WRITES = 2000
const COLLECTIONS = ['com.example.note', 'com.example.other']

let net
let agents
before(async () => {
  net = await startDevnet()
  agents = [await net.login('alice.test'), await net.login('bob.test')]
})
after(() => net?.stop())

/** A history that is the same each time: what is there decides what may come next. */
class History {
  constructor(agent, seed) {
    this.agent = agent
    this.state = seed
    this.records = new Map()
    this.written = 0
  }

  random(below) {
    this.state = (Math.imul(this.state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((this.state / 2 ** 32) * below)
  }

  async write(count) {
    for (const end = this.written + count; this.written < end; ) {
      const left = end - this.written
      const batch = this.random(10) === 0 ? Math.min(left, 1 + this.random(20)) : 1
      const writes = Array.from({ length: batch }, (_, i) => this.next(this.written + i))
      await this.send(writes)
      this.written += batch
    }
  }

  next(number) {
    const known = [...this.records.keys()].filter((path) => !this.touched?.has(path))
    const kind = known.length < 5 ? 0 : this.random(3)
    const path = kind === 0
      ? `${COLLECTIONS[number % 2]}/${this.random(1 << 30).toString(36)}-${number}`
      : known[this.random(known.length)]
    ;(this.touched ??= new Set()).add(path)
    const [collection, rkey] = path.split('/')
    if (kind === 2) {
      this.records.delete(path)
      return { action: 'delete', collection, rkey }
    }
    const value = { $type: collection, number, text: 'x'.repeat(this.random(200)) }
    this.records.set(path, value)
    return { action: kind === 0 ? 'create' : 'update', collection, rkey, value }
  }

  async send(writes) {
    this.touched = new Set()
    const repo = this.agent.did
    const api = this.agent.com.atproto.repo
    const [{ action, collection, rkey, value }] = writes
    if (writes.length > 1) {
      await api.applyWrites({
        repo,
        writes: writes.map(({ action, ...write }) => ({
          $type: `com.atproto.repo.applyWrites#${action}`, ...write,
        })),
      })
    } else if (action === 'create') {
      await api.createRecord({ repo, collection, rkey, record: value })
    } else if (action === 'update') {
      await api.putRecord({ repo, collection, rkey, record: value })
    } else {
      await api.deleteRecord({ repo, collection, rkey })
    }
  }
}

/** Follows until it is told to stop, and keeps what the events make of the repos. */
function follow(cursor) {
  const seen = { errors: [], repos: new Map(), ops: 0, handles: new Map(), accounts: new Map(), seqs: new Map() }
  const runner = new MemoryRunner({ startCursor: cursor })
  const firehose = new Firehose({
    service: net.holdUrl.replace('http', 'ws'),
    idResolver: new IdResolver({ plcUrl: net.plcUrl }),
    runner,
    onError: (error) => seen.errors.push(error),
    handleEvent: (event) => {
      // The runner keeps the order within an account, and handles several accounts at a time.
      assert.ok(event.seq >= (seen.seqs.get(event.did) ?? 0), 'seqs go up')
      seen.seqs.set(event.did, event.seq)
      if (event.event === 'identity') {
        seen.handles.set(event.did, event.handle)
      } else if (event.event === 'account') {
        seen.accounts.set(event.did, event.active)
      } else if (event.event !== 'sync') {
        const repo = seen.repos.get(event.did) ?? new Map()
        seen.repos.set(event.did, repo)
        const path = `${event.collection}/${event.rkey}`
        seen.ops++
        assert.equal(event.event === 'create', !repo.has(path), `${event.event} of ${path}`)
        event.event === 'delete' ? repo.delete(path) : repo.set(path, event.record)
      }
    },
  })
  firehose.opts.idResolver.handle = new LocalHandles(net.holdUrl)
  firehose.start()
  return { seen, stop: () => firehose.destroy() }
}

async function until(condition, what) {
  const deadline = Date.now() + 60_000
  while (!condition()) {
    assert.ok(Date.now() < deadline, `waited too long: ${what()}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

test('it follows 2,000 mixed writes from the beginning and live, and is told of no error', async () => {
  const histories = agents.map((agent, i) => new History(agent, 4711 + i))
  await Promise.all(histories.map((history) => history.write(WRITES / 4)))
  const follower = follow(0)
  await Promise.all(histories.map((history) => history.write(WRITES / 4)))
  const ours = () => agents.reduce((sum, { did }) => sum + (follower.seen.repos.has(did) ? 1 : 0), 0)
  const same = () => ours() === 2 && histories.every(({ agent, records }) => {
    const repo = follower.seen.repos.get(agent.did)
    return repo.size === records.size && [...records].every(([path, value]) => repo.get(path)?.number === value.number)
  })
  await until(() => same() || follower.seen.errors.length > 0, () => `${follower.seen.ops} ops came`)
  await follower.stop()

  assert.deepEqual(follower.seen.errors, [])
  for (const { agent, records } of histories) {
    assert.deepEqual(new Map([...follower.seen.repos.get(agent.did)].toSorted()), new Map([...records].toSorted()))
    assert.equal(follower.seen.accounts.get(agent.did), true)
  }
  assert.equal(follower.seen.handles.get(net.did('alice.test')), 'alice.test')
  assert.equal(follower.seen.handles.get(net.did('bob.test')), 'bob.test')
})
