/**
 * How much of the hold an account may use, and how much it does.
 *
 * <p><b>Terms.</b> A <i>tier</i> is a name for a limit in bytes; a crew record names one. What an
 * account <i>uses</i> is the sum over the distinct blobs that layer records of its name ({@link
 * dev.orlop.hold.layers}): of records alone, so it is exact whatever crashed. What is
 * <i>reserved</i> are bytes on their way: those in its open uploads, which {@code upload} counts,
 * and those of blobs that it brought and that no record of its names yet.
 *
 * <p><b>What holds.</b> No record is written by which an account would use more than its limit: it
 * is checked on the head that the record is written on. No byte of an upload is taken when what is
 * used, reserved and coming would be more than the limit: it is counted before it is compared, so
 * uploads at once do not pass together. What is moved from one kind of reservation to the next is
 * for a moment counted twice, and never not at all.
 *
 * <p><b>Tricky bits.</b> A blob that somebody else brought costs nothing until a record names it. A
 * blob that an account brought, and never told of, is reserved until its lease is over.
 * Reservations outlive the process, and not a power cut: what is lost then is counted again when a
 * record names it.
 *
 * <p><b>Must not import</b> the web server, {@code upload} or {@code pull}, which ask it.
 */
@NullMarked
package dev.orlop.hold.quota;

import org.jspecify.annotations.NullMarked;
