/**
 * The index of repos in an SQL database: H2 in a file by default.
 *
 * <p><b>Tricky bits.</b> The database is derived data and is not asked to reach the disk with each
 * commit: it is replayed from the logs after a crash. Then the file is not taken up again: H2
 * stores its tables and their indexes while a transaction goes on, and a killed process can leave
 * rows in the one that the other lacks. A file that cannot be opened is moved aside and made anew,
 * and so is one of another version. CIDs are stored as their 36 bytes; comparing them in SQL is by
 * bytes.
 *
 * <p>H2 closes its file for good when a write to it fails, as on a full disk. The index then
 * refuses reads and writes until a restart, and says so; what was answered is in the logs.
 *
 * <p>This is the only package that uses {@code java.sql}. All statements stand in {@code Sql}.
 *
 * <p><b>Must not import</b> {@code store.car}.
 */
@NullMarked
package dev.orlop.hold.store.sql;

import org.jspecify.annotations.NullMarked;
