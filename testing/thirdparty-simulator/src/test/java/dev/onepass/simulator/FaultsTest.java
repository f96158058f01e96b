// SPDX-License-Identifier: Apache-2.0
package dev.onepass.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FaultsTest {

  @Test
  void readsEveryKindOfPart() {
    Faults faults =
        Faults.parse(
            "504=2%, applied504=2%,drop=0.5%,dropApplied=0.0001%,foreignId=1%,garbage=0%,"
                + "slow=3%,slowFor=3s,swallowFor=1m,failBegin=2,failFinish=1,deadFrom=7,outage=swallow");

    assertThat(faults.perMillion())
        .isEqualTo(
            Map.of(
                Fault.GATEWAY_TIMEOUT, 20_000,
                Fault.APPLIED_GATEWAY_TIMEOUT, 20_000,
                Fault.DROP, 5_000,
                Fault.APPLIED_DROP, 1,
                Fault.FOREIGN_REQUEST_ID, 10_000,
                Fault.SLOW, 30_000));
    assertThat(faults.slowFor()).isEqualTo(Duration.ofSeconds(3));
    assertThat(faults.swallowFor()).isEqualTo(Duration.ofMinutes(1));
    assertThat(faults.beginFailures()).isEqualTo(2);
    assertThat(faults.finishFailures()).isEqualTo(1);
    assertThat(faults.outage()).isEqualTo(Outage.SWALLOW);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "outage=off", "504=0%"})
  void whatNamesNoFaultIsNone(String text) {
    assertThat(Faults.parse(text)).isEqualTo(Faults.none()).hasToString("");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "503=2%                 | '503' is no fault; there are 504, applied504, drop",
        "504                    | '504': write key=value, such as 504=2%",
        "504=2%,                | '': write key=value",
        "=2%                    | '=2%': write key=value",
        "504=2                  | 504=2: give a percentage, such as 2% or 0.5%",
        "504=-2%                | 504=-2%: give a percentage",
        "504=NaN%               | 504=NaN%: give a percentage",
        "504=1e1%               | 504=1e1%: give a percentage",
        "504=101%               | 504=101%: give 0% to 100%",
        "504=0.00001%           | 504=0.00001%: give 0% to 100% with at most four decimals",
        "504=60%,drop=50%       | the faults sum to more than 100%",
        "504=1%,504=2%          | '504' is given twice",
        "slowFor=2              | slowFor=2: give a duration, such as 500ms, 2s or 1m",
        "slowFor=11m            | slowFor is not between 0 and 10 minutes",
        "failBegin=-1           | failBegin=-1: give a count, such as 3",
        "failFinish=9999999999  | failFinish=9999999999: give a count",
        "outage=on              | outage=on: give one of off, 504, 401, drop, swallow",
      })
  void saysWhatIsWrongAndWhatWouldBeRight(String text, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Faults.parse(text))
        .withMessageStartingWith(message);
  }

  @Test
  void theTextOfAnyFaultsReadsBackAsThem() {
    for (long seed = 0; seed < 500; seed++) {
      Faults faults = any(new Random(seed));

      assertThat(Faults.parse(faults.toString())).as("seed %d", seed).isEqualTo(faults);
    }
  }

  @Test
  void percentagesInCodeAreThoseOfTheText() {
    assertThat(Faults.none().with(Fault.DROP, 0.5)).isEqualTo(Faults.parse("drop=0.5%"));
    assertThatIllegalArgumentException().isThrownBy(() -> Faults.none().with(Fault.DROP, 101));
    assertThatIllegalArgumentException().isThrownBy(() -> Faults.none().with(Fault.DROP, -1));
  }

  @Test
  void faultsComeAsOftenAsOrdered() {
    FaultPlan plan = new FaultPlan(Faults.parse("504=2%,drop=0.5%"));
    Dice dice = new Dice(1);
    Map<Fault, Integer> met = new EnumMap<>(Fault.class);

    for (int n = 0; n < 200_000; n++) {
      Fault fault = plan.fault(dice.perMillion(Dice.Question.FAULT, n));
      if (fault != null) {
        met.merge(fault, 1, Integer::sum);
      }
    }

    // Three standard deviations of the binomial distribution are 188 and 95.
    assertThat(met).containsOnlyKeys(Fault.GATEWAY_TIMEOUT, Fault.DROP);
    assertThat(met.get(Fault.GATEWAY_TIMEOUT)).isBetween(3_812, 4_188);
    assertThat(met.get(Fault.DROP)).isBetween(905, 1_095);
  }

  private static Faults any(Random random) {
    Faults faults =
        Faults.none()
            .withSlowFor(Duration.ofMillis(random.nextInt(600_000)))
            .withSwallowFor(Duration.ofMillis(random.nextInt(600_000)))
            .withBeginFailures(random.nextInt(3))
            .withFinishFailures(random.nextInt(3))
            .withOutage(random.nextBoolean() ? Outage.OFF : Outage.DROP);
    for (Fault fault : Fault.values()) {
      faults = faults.with(fault, random.nextInt(80_000) / 10_000.0);
    }
    return faults;
  }
}
