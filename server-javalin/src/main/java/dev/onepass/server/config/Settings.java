// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.config;

import dev.onepass.ports.model.Money;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The settings of a server, each checked and typed. Immutable; its text shows no secret.
 *
 * @param listen where the server listens
 * @param advertised the address that others are told, {@code server.baseUrl}; empty if not given
 * @param access who may call it
 * @param limits how much it takes on at once
 * @param kingstar who it is to the third party
 * @param thirdParty the payment API; empty for the built-in simulator
 * @param mysql the database's DSN in either form; empty for the embedded database
 * @param redis the cache; empty for the embedded one
 * @param dataDir where embedded services keep what they store
 * @param maxTransfer the largest amount of one transfer
 * @param batch how batches are swept
 */
public record Settings(
    Listen listen,
    Optional<URI> advertised,
    Access access,
    Limits limits,
    Kingstar kingstar,
    Optional<ThirdParty> thirdParty,
    Optional<Secret> mysql,
    Optional<Redis> redis,
    Path dataDir,
    Money maxTransfer,
    Batch batch) {

  /**
   * @param host the address of the interface
   * @param port the port; zero for any that is free
   */
  public record Listen(String host, int port) {

    /** An address at which this machine reaches it. */
    public String local() {
      return host.equals("0.0.0.0") || host.equals("::") ? "127.0.0.1" : host;
    }

    /** Whether only this machine can reach it. */
    public boolean isLoopback() {
      return host.equals("localhost") || host.equals("::1") || host.startsWith("127.");
    }
  }

  /**
   * @param tokens any of them opens the door; empty if it stands open
   * @param origins whose pages may call the server from a browser; {@code *} for everybody's
   * @param hosts further names by which a server without tokens is called
   */
  public record Access(List<Secret> tokens, List<String> origins, List<String> hosts) {}

  /**
   * @param concurrency requests at once in all; zero for no limit
   * @param ratePerSecond requests a second for one client address; zero for no limit
   * @param shared whether that is for all servers together, or for each by itself
   */
  public record Limits(int concurrency, int ratePerSecond, boolean shared) {}

  /** How One-Pass names itself to the third party. */
  public record Kingstar(String id, Secret token) {}

  /**
   * @param pay where payments are asked for
   * @param begin where batches are announced
   * @param finish where the ends of batches are announced
   */
  public record ThirdParty(URI pay, URI begin, URI finish) {}

  /**
   * @param addresses of the server, of some servers of the cluster, or of sentinels; each host and
   *     port, or a URL that may hold a password
   * @param password empty if none is needed
   * @param database its number
   * @param prefix what all keys begin with
   * @param nearAccounts about how many accounts' balances this process keeps, too; 0 for none
   * @param cluster whether it is a cluster
   * @param sentinel if sentinels are to be asked where the primary is
   */
  public record Redis(
      List<Secret> addresses,
      Secret password,
      int database,
      String prefix,
      int nearAccounts,
      boolean cluster,
      Optional<Sentinel> sentinel) {}

  /**
   * @param master the name by which the sentinels know the primary
   * @param password what they themselves ask for; empty if nothing
   */
  public record Sentinel(String master, Secret password) {}

  /** How the third party wants to hear of the end of a batch. */
  public enum FinishStyle {
    QUERY_AND_JSON("query+json"),
    QUERY("query"),
    JSON("json"),
    FORM("form"),
    BARE("bare");

    private final String text;

    FinishStyle(String text) {
      this.text = text;
    }

    /** As it stands in the file. */
    public String text() {
      return text;
    }
  }

  /**
   * @param maxPay the largest amount of one payment
   * @param finishStyle how the end of a batch is told
   * @param minConcurrency payment calls in flight at least, however slow the answers
   * @param maxConcurrency payment calls in flight at most
   * @param fastPhase after which time what keeps failing is left to the slow phase
   */
  public record Batch(
      Money maxPay,
      FinishStyle finishStyle,
      int minConcurrency,
      int maxConcurrency,
      Duration fastPhase) {}

  /** The same on another port. */
  public Settings withPort(int port) {
    return new Settings(
        new Listen(listen.host(), port),
        advertised,
        access,
        limits,
        kingstar,
        thirdParty,
        mysql,
        redis,
        dataDir,
        maxTransfer,
        batch);
  }
}
