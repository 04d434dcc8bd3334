/**
 * The few file operations that durability rests on, in one seam.
 *
 * <p><b>Terms.</b> <i>Forced</i> means on stable storage: the bytes of a file by fdatasync, a name
 * in a directory by fsync of the directory.
 *
 * <p><b>Tricky bits.</b> A file is durable when its bytes and its name are; a rename is durable
 * when the directory is forced. Tests hand in a {@link dev.orlop.hold.disk.Disk} that is full, or
 * read-only, or fails at the nth step.
 *
 * <p><b>Must not import</b> anything of the hold.
 */
@NullMarked
package dev.orlop.hold.disk;

import org.jspecify.annotations.NullMarked;
