// SPDX-License-Identifier: Apache-2.0
package dev.onepass.spring;

import dev.onepass.thirdparty.FinishStyle;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The properties {@code onepass.*}. Immutable; prints no secret.
 *
 * @param mysql the database
 * @param redis the cache
 * @param thirdParty the third party
 * @param transfer transfers between users
 * @param batch sweeps
 */
@ConfigurationProperties("onepass")
public record OnePassProperties(
    @DefaultValue MySql mysql,
    @DefaultValue Redis redis,
    @DefaultValue ThirdParty thirdParty,
    @DefaultValue Transfer transfer,
    @DefaultValue Batch batch) {

  /**
   * Where the ledger is kept.
   *
   * @param dsn JDBC URL (jdbc:mysql:) or Go DSN of the database; needed unless beans replace it
   * @param user user to log in as, if the DSN names none
   * @param password that user's password
   */
  public record MySql(
      @Nullable String dsn, @Nullable String user, @DefaultValue("") String password) {

    @Override
    public String toString() {
      return "MySql[***]";
    }
  }

  /**
   * The cache; without an address the database answers everything.
   *
   * @param address host:port of Redis; without it there is no cache
   * @param password password of Redis; empty for none
   * @param database number of the logical database
   */
  public record Redis(
      @Nullable String address,
      @DefaultValue("") String password,
      @DefaultValue("0") int database) {

    @Override
    public String toString() {
      return "Redis[address=" + address + ", database=" + database + "]";
    }
  }

  /**
   * The payment API that accounts are swept from.
   *
   * @param payUrl takes money from an external account
   * @param beginUrl announces a batch
   * @param finishUrl announces the end of a batch
   * @param id who we are to the third party
   * @param token our token there
   * @param finishStyle how the finish call names its batch
   */
  public record ThirdParty(
      @Nullable URI payUrl,
      @Nullable URI beginUrl,
      @Nullable URI finishUrl,
      @Nullable String id,
      @Nullable String token,
      @DefaultValue("query-and-json") FinishStyle finishStyle) {

    @Override
    public String toString() {
      return "ThirdParty[payUrl=" + payUrl + ", id=" + id + "]";
    }
  }

  /**
   * Transfers between users.
   *
   * @param maxAmount largest amount of one transfer
   */
  public record Transfer(@DefaultValue("10000.00") BigDecimal maxAmount) {}

  /**
   * Sweeps.
   *
   * @param maxPayAmount largest payment that the third party accepts
   * @param minConcurrency fewest payment calls in flight that the limit goes down to
   * @param maxConcurrency most payment calls in flight
   * @param fastPhase after which what keeps failing is retried patiently
   */
  public record Batch(
      @DefaultValue("10000.00") BigDecimal maxPayAmount,
      @DefaultValue("10") int minConcurrency,
      @DefaultValue("60") int maxConcurrency,
      @DefaultValue("30s") Duration fastPhase) {}
}
