// SPDX-License-Identifier: Apache-2.0
package dev.onepass.ports.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdsTest {

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\t", "a b", "a\nb", "b\u007f", "zahltag-ä", "余额", "a\u00a0b"})
  void anIdIsOfVisibleAscii(String text) {
    assertThatThrownBy(() -> new BatchId(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("batchPayId ");
    assertThatThrownBy(() -> new RequestId(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("request id ");
  }

  @Test
  void everyVisibleCharacterIsAllowed() {
    StringBuilder all = new StringBuilder();
    for (char c = '!'; c <= '~'; c++) {
      all.append(c);
    }
    assertThat(new RequestId(all.toString())).hasToString(all.toString());
  }

  @Test
  void anIdIsAtMostSoLong() {
    assertThat(new BatchId("b".repeat(64)).value()).hasSize(64);
    assertThatThrownBy(() -> new BatchId("b".repeat(65)))
        .hasMessage("batchPayId is longer than 64 characters");
    assertThat(new RequestId("r".repeat(160)).value()).hasSize(160);
    assertThatThrownBy(() -> new RequestId("r".repeat(161)))
        .hasMessage("request id is longer than 160 characters");
    assertThat(RequestId.ofCaller("r".repeat(128)).value()).hasSize(128);
    assertThatThrownBy(() -> RequestId.ofCaller("r".repeat(129)))
        .hasMessage("request id is longer than 128 characters");
  }

  @Test
  void aCallerCannotTakeAnIdOfTheLedgersOwn() {
    BatchId batch = new BatchId("payday-1");
    RequestId sweep = RequestId.ofSweep(batch, new Uid(1001), 3);
    assertThat(sweep).hasToString("onepass:sweep:payday-1:1001:3");
    assertThat(sweep.value()).startsWith(RequestId.sweepPrefix(batch));
    assertThat(RequestId.ofOpening(new Uid(7))).hasToString("onepass:opening:7");
    assertThatThrownBy(() -> RequestId.ofCaller(sweep.value()))
        .hasMessage("a request id must not begin with onepass:");
    assertThatCode(() -> RequestId.ofCaller("onepass")).doesNotThrowAnyException();
  }

  /** The longest that the ledger makes by itself. */
  @Test
  void theLedgersOwnIdsAreNeverTooLong() {
    BatchId batch = new BatchId("b".repeat(BatchId.LENGTH_MAX));
    assertThatCode(() -> RequestId.ofSweep(batch, new Uid(Long.MAX_VALUE), Integer.MAX_VALUE))
        .doesNotThrowAnyException();
  }

  @Test
  void batchesAndUidsAreOrdered() {
    assertThat(new BatchId("a")).isLessThan(new BatchId("b"));
    assertThat(new Uid(9)).isLessThan(new Uid(10));
    assertThat(new Uid(10)).isEqualByComparingTo(new Uid(10)).hasToString("10");
  }

  @Test
  void aUidIsNotNegativeAndZeroIsTheExternalWorld() {
    assertThatThrownBy(() -> new Uid(-1)).hasMessage("a uid is not negative: -1");
    assertThat(Uid.EXTERNAL.isExternal()).isTrue();
    assertThat(new Uid(1).isExternal()).isFalse();
    assertThat(new Uid(Long.MAX_VALUE).value()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void aTextIsCutBetweenCharacters() {
    assertThat(Texts.cut("abc", 3)).isEqualTo("abc");
    assertThat(Texts.cut("abcd", 3)).isEqualTo("abc");
    String money = "ab💰";
    assertThat(Texts.cut(money, 4)).isEqualTo(money);
    assertThat(Texts.cut(money, 3)).isEqualTo("ab");
    assertThat(Texts.cut(money + "c", 4)).isEqualTo(money);
  }
}
