// Makes records 200 at a time and prints how many a second: node fill.mjs URL TOKEN DID RECORDS
const [url, token, did, count] = process.argv.slice(2)
const BATCH = 200

const started = performance.now()
for (let made = 0; made < count; made += BATCH) {
  const writes = Array.from({ length: BATCH }, (_, i) => ({
    $type: 'com.atproto.repo.applyWrites#create',
    collection: 'io.atcr.hold.stats',
    value: {
      $type: 'io.atcr.hold.stats',
      ownerDid: did,
      repository: `app${made + i}`,
      pullCount: made + i,
      pushCount: i,
      updatedAt: '2026-11-21T00:00:00.000Z',
    },
  }))
  const answer = await fetch(`${url}/xrpc/com.atproto.repo.applyWrites`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ repo: did, validate: false, writes }),
  })
  if (answer.status !== 200) {
    throw new Error(`applyWrites: ${answer.status} ${await answer.text()}`)
  }
  await answer.arrayBuffer()
}
console.log(((count / (performance.now() - started)) * 1000).toFixed(0))
