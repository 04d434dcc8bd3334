// Reads what the rounds of a run left in a folder and prints the table: medians and their ratio.
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

const folder = process.argv[2]
const ROWS = [
  ['build', 'build of 100,000 keys, all nodes and the root', 50],
  ['addOneKey', 'add one key at the end: new root, new and old nodes', 25],
  ['addOneScatteredKey', 'add one key anywhere', 25],
  ['addOneKeyThenDiff', 'add one key at the end, then compare the two trees', 25, 'addOneKey'],
  ['commitOneRecord', 'commit of one record, signed with K-256', 10],
  ['export', 'export of 100,500 records as a CAR', 60],
  ['verify', 'reading and verifying that CAR', 40],
]

const median = (numbers) => {
  const sorted = [...numbers].sort((a, b) => a - b)
  return sorted[sorted.length >> 1]
}

const theirs = {} // name -> the median of each round
const ours = {}
const facts = {}
for (const file of readdirSync(folder).sort()) {
  const text = readFileSync(join(folder, file), 'utf8')
  if (file.startsWith('reference-')) {
    for (const line of text.trim().split('\n').map((line) => JSON.parse(line))) {
      if (line.micros) (theirs[line.name] ??= []).push(median(line.micros))
      else facts[line.name] = line
    }
  } else if (file.startsWith('ours-')) {
    for (const result of JSON.parse(text)) {
      const { primaryMetric: metric, mode } = result
      const rounds = mode === 'ss' ? median(metric.rawData.flat()) : metric.scorePercentiles['50.0']
      ;(ours[result.benchmark.split('.').at(-1)] ??= []).push(rounds)
      facts.java = `${result.vmName} ${result.vmVersion}`
    }
  }
}

const time = (micros) =>
  micros >= 1e6
    ? `${(micros / 1e6).toFixed(2)} s`
    : micros >= 1e3
      ? `${(micros / 1e3).toFixed(2)} ms`
      : `${micros.toFixed(1)} us`

const lines = [['', 'reference', 'Orlop', 'ratio', 'aim']]
for (const [name, label, aim, rival = name] of ROWS) {
  if (!ours[name] || !theirs[rival]) continue
  const [a, b] = [median(theirs[rival]), median(ours[name])]
  lines.push([label, time(a), time(b), `${(a / b).toFixed(0)}x`, `${aim}x`])
}
const widths = lines[0].map((_, column) => Math.max(...lines.map((line) => line[column].length)))
const rounds = Math.max(...Object.values(ours).map((each) => each.length))
console.log(`Medians of ${rounds} alternating round(s).`)
console.log(`Reference: @atproto/repo ${facts.versions?.repo} on Node ${facts.versions?.node}`)
console.log(`Orlop: ${facts.java}; CAR of ${(facts.car?.bytes / 1e6).toFixed(1)} MB\n`)
for (const line of lines) {
  console.log(
    line.map((cell, i) => (i ? cell.padStart(widths[i]) : cell.padEnd(widths[i]))).join('  '),
  )
}
