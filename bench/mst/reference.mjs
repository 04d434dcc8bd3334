// The reference implementation on the work of TreeBenchmark and RepoBenchmark: the same keys, the same
// records, so the same roots. Prints one JSON object per measured thing: {name, micros: [...]}.
import { readFileSync } from 'node:fs'
import { Secp256k1Keypair } from '@atproto/crypto'
import { parseCid } from '@atproto/lex-data'
import {
  MemoryBlockstore,
  MST,
  Repo,
  WriteOpAction,
  getFullRepo,
  readCarWithRoot,
  verifyRepo,
} from '@atproto/repo'

const RECORDS = 100_000
const EXPORTED = RECORDS + 500
const COLLECTION = 'io.atcr.hold.stats'
const DID = 'did:plc:z72i7hdynmk6r22z27h6tvur'
const VALUE = parseCid('bafyreie5cvv4h45feadgeuwhbcutmh6t2ceseocckahdoe6uat64zmz454')
const TREE_ROOT = 'bafyreic5szybpkc7nltirpeiuwac2hoiqzowu4hfkkeuunzv2zcgo3fupm'
const SORTABLE = '234567abcdefghijklmnopqrstuvwxyz'

const rkey = (number) => {
  let rest = 0x600000000000000n + BigInt(number) * 1000003n
  let digits = ''
  for (let i = 0; i < 13; i++) {
    digits = SORTABLE[Number(rest & 31n)] + digits
    rest >>= 5n
  }
  return digits
}
const key = (number) => `${COLLECTION}/${rkey(number)}`
const record = (number) => ({
  $type: COLLECTION,
  digest: 'sha256:' + number.toString(16).padStart(16, '0').repeat(4),
  pulls: number,
  pushes: number % 7,
  repository: 'alice/app' + (number % 100),
  updatedAt: '2026-11-21T00:00:00.000Z',
})
const create = (number) => ({
  action: WriteOpAction.Create,
  collection: COLLECTION,
  rkey: rkey(number),
  record: record(number),
})

const timed = async (work) => {
  const start = performance.now()
  const value = await work()
  return [(performance.now() - start) * 1000, value]
}
const report = (name, ...micros) => console.log(JSON.stringify({ name, micros }))
const require = (holds, message) => {
  if (!holds) throw new Error(message)
}
const join = async (chunks) => {
  const all = []
  for await (const chunk of chunks) all.push(chunk)
  return Buffer.concat(all)
}

const version = (name) =>
  JSON.parse(readFileSync(new URL(`node_modules/${name}/package.json`, import.meta.url))).version
console.log(
  JSON.stringify({ name: 'versions', repo: version('@atproto/repo'), node: process.version }),
)

const tree = async () => {
  const store = new MemoryBlockstore()
  const keys = Array.from({ length: RECORDS }, (_, i) => key(i))
  const [build, [root, unstored]] = await timed(async () => {
    let mst = await MST.create(store)
    for (const each of keys) mst = await mst.add(each, VALUE)
    const root = await mst.getPointer()
    return [root, await mst.getUnstoredBlocks()]
  })
  require(root.toString() === TREE_ROOT, `another root: ${root}`)
  report('build', build)

  await store.putMany(unstored.blocks)
  for (const [name, keyOf] of [
    ['addOneKey', (next) => key(next)],
    ['addOneScatteredKey', (next) => keys[(next * 197) % RECORDS] + next],
  ]) {
    let mst = MST.load(store, root)
    const samples = []
    for (let i = 0, next = RECORDS + 37; i < 600; i++, next += 37) {
      const [micros, [grown, diff]] = await timed(async () => {
        const grown = await mst.add(keyOf(next), VALUE)
        await grown.getPointer()
        return [grown, await grown.getUnstoredBlocks()]
      })
      await store.putMany(diff.blocks)
      mst = grown
      // The first ones load the nodes on the way and are compiled on the way.
      if (i >= 100) samples.push(micros)
    }
    report(name, ...samples)
  }
}

const repo = async () => {
  const store = new MemoryBlockstore()
  const keypair = await Secp256k1Keypair.create()
  const writes = Array.from({ length: EXPORTED }, (_, i) => create(i))
  let repo = await Repo.create(store, DID, keypair, writes)

  const [exported, car] = await timed(() => join(getFullRepo(store, repo.cid)))
  report('export', exported)
  console.log(
    JSON.stringify({ name: 'car', bytes: car.length, data: repo.commit.data.toString() }),
  )
  const [verified, result] = await timed(async () => {
    const { blocks, root } = await readCarWithRoot(car)
    return verifyRepo(blocks, root, DID, keypair.did())
  })
  require(result.creates.length === EXPORTED, 'not all records were verified')
  report('verify', verified)

  const samples = []
  for (let i = 0, next = EXPORTED + 31; i < 400; i++, next += 31) {
    const [micros, after] = await timed(() => repo.applyWrites(create(next), keypair))
    repo = after
    if (i >= 100) samples.push(micros)
  }
  report('commitOneRecord', ...samples)
}

await tree()
await repo()
