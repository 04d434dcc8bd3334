// Prints the word that the PDS would have mailed to an account: node mailed.mjs FOLDER DID PURPOSE
import Database from 'better-sqlite3'

const [folder, did, purpose] = process.argv.slice(2)
const accounts = new Database(`${folder}/account.sqlite`, { readonly: true })
const row = accounts
  .prepare('SELECT token FROM email_token WHERE did = ? AND purpose = ?')
  .get(did, purpose)
console.log(row.token)
