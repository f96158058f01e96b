// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.sweep.plan;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Payments that were refused, while another request for the same payment may still have been on its
 * way: one that was given up, or a dead or stalled node's. Should it reach the third party after
 * all, and find money there, then the payment settles although its caller was told that it did not.
 * So each is asked for once more, when no such request can be about any more: see {@link
 * SecondLook}.
 *
 * <p>As text {@code pass.stage.index+pass.stage.first-last+...}, behind a {@code !} if they are
 * being asked for. Immutable.
 *
 * @param refs which payments; each has its definite answer, and is not asked for by the sweep
 * @param underway whether they may have been asked for again already, so that again a request may
 *     be on its way
 */
public record Stragglers(List<PaymentRef> refs, boolean underway) {

  public static final Stragglers NONE = new Stragglers(List.of(), false);

  private static final String UNDERWAY = "!";

  private static final Comparator<PaymentRef> IN_ORDER =
      Comparator.comparingInt(PaymentRef::pass)
          .thenComparingInt(PaymentRef::stage)
          .thenComparingInt(PaymentRef::index);

  /** Indexes one after the other of the same stage. */
  private record Run(int pass, int stage, int first, int last) {

    static Run parse(String text) {
      String[] parts = text.split("[.-]");
      int first = Integer.parseInt(parts[2]);
      int last = parts.length == 3 ? first : Integer.parseInt(parts[3]);
      return new Run(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), first, last);
    }

    Stream<PaymentRef> refs() {
      return IntStream.rangeClosed(first, last).mapToObj(i -> new PaymentRef(pass, stage, i));
    }

    @Override
    public String toString() {
      return pass + "." + stage + "." + first + (first == last ? "" : "-" + last);
    }
  }

  public static Stragglers of(Collection<PaymentRef> refs) {
    NavigableSet<PaymentRef> sorted = new TreeSet<>(IN_ORDER);
    sorted.addAll(refs);
    return new Stragglers(List.copyOf(sorted), false);
  }

  public static Stragglers parse(String text) {
    boolean underway = text.startsWith(UNDERWAY);
    String runs = underway ? text.substring(UNDERWAY.length()) : text;
    return new Stragglers(
        Arrays.stream(runs.split("\\+")).map(Run::parse).flatMap(Run::refs).toList(), underway);
  }

  /** The same, about to be asked for. */
  public Stragglers asked() {
    return new Stragglers(refs, true);
  }

  /** Returns the first of them, as many as are written in so many characters. */
  public Stragglers upTo(int lengthMax) {
    int length = (underway ? UNDERWAY : "").length();
    int count = 0;
    for (Run run : runs().toList()) {
      length += run.toString().length() + (count == 0 ? 0 : "+".length());
      if (length > lengthMax) {
        return new Stragglers(refs.subList(0, count), underway);
      }
      count += run.last - run.first + 1;
    }
    return this;
  }

  public boolean isEmpty() {
    return refs.isEmpty();
  }

  @Override
  public String toString() {
    return (underway ? UNDERWAY : "") + runs().map(Run::toString).collect(Collectors.joining("+"));
  }

  private Stream<Run> runs() {
    Stream.Builder<Run> runs = Stream.builder();
    int from = 0;
    for (int i = 1; i <= refs.size(); i++) {
      if (i == refs.size() || !follows(refs.get(i - 1), refs.get(i))) {
        PaymentRef first = refs.get(from);
        runs.add(new Run(first.pass(), first.stage(), first.index(), refs.get(i - 1).index()));
        from = i;
      }
    }
    return runs.build();
  }

  private static boolean follows(PaymentRef one, PaymentRef next) {
    return new PaymentRef(one.pass(), one.stage(), one.index() + 1).equals(next);
  }
}
