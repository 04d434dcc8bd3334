package dev.orlop.hold.layers;

/**
 * All users together.
 *
 * @param records layer records
 * @param stored each blob once, whoever uses it
 * @param logical the sum over users: a blob that two of them use counts twice
 */
public record Totals(long records, Usage stored, Usage logical) {}
