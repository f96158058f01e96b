// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.schema.FailsafeSchema;

/**
 * Reads a YAML file of sections and settings. Every value stays the text that it is in the file, so
 * that an amount is never a binary fraction on its way, and every problem is told with its line.
 *
 * <p>As the reference's reader does, it takes names in letters of either case, and null for empty.
 */
final class ConfigFile {

  /** The settings of which the section's name alone, as a key, is short for the whole section. */
  private static final Map<String, Key> SHORTHANDS =
      Map.of("mysql", Key.MYSQL_DSN, "redis", Key.REDIS_ADDR, "api", Key.API_PAY_URL);

  /** Some editors begin a file with it. */
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  /** How YAML writes nothing, without quotes. */
  private static final Set<String> NULLS = Set.of("null", "Null", "NULL", "~");

  private static final String NOT_YAML =
      ": not YAML; a text with signs in it goes between quotes, and tabs do not indent";

  private final String name;
  private final List<String> problems;
  private final Map<Key, Given> given = new EnumMap<>(Key.class);

  private ConfigFile(String name, List<String> problems) {
    this.name = name;
    this.problems = problems;
  }

  /**
   * @param problems what is wrong with the file is added here
   * @return the settings that the file gives
   */
  static Map<Key, Given> read(Path file, List<String> problems) {
    try {
      return read(file.toString(), Files.readString(file), problems);
    } catch (NoSuchFileException e) {
      problems.add(file + ": no such file");
    } catch (CharacterCodingException e) {
      problems.add(file + ": not UTF-8 text");
    } catch (IOException e) {
      problems.add(file + ": cannot be read: " + e.getMessage());
    }
    return Map.of();
  }

  static Map<Key, Given> read(String name, String yaml, List<String> problems) {
    var file = new ConfigFile(name, problems);
    file.compose(yaml.startsWith(BYTE_ORDER_MARK) ? yaml.substring(1) : yaml)
        .ifPresent(file::document);
    return file.given;
  }

  private Optional<Node> compose(String yaml) {
    var settings = LoadSettings.builder().setLabel(name).setSchema(new FailsafeSchema()).build();
    try {
      return new Compose(settings).composeString(yaml);
    } catch (MarkedYamlEngineException e) {
      // Its own words quote what stands there: of a password that begins with a star, all of it.
      problems.add(at(e.getProblemMark()) + NOT_YAML);
    } catch (YamlEngineException | IllegalArgumentException e) {
      // The latter for a tag of blanks.
      problems.add(name + NOT_YAML);
    }
    return Optional.empty();
  }

  private void document(Node root) {
    if (!(root instanceof MappingNode sections)) {
      problems.add(at(root) + ": sections were expected, such as \"server:\"");
      return;
    }
    for (NodeTuple section : sections.getValue()) {
      section(section.getKeyNode(), section.getValueNode());
    }
  }

  private void section(Node nameNode, Node content) {
    String section = text(nameNode);
    Key shorthand = SHORTHANDS.get(lower(section));
    if (content instanceof MappingNode settings) {
      for (NodeTuple setting : settings.getValue()) {
        setting(section + "." + text(setting.getKeyNode()), setting);
      }
    } else if (isEmpty(content)) {
      // A section whose settings are all commented out.
      return;
    } else if (shorthand != null && text(content).equals(Key.EMBEDDED)) {
      put(shorthand, Key.EMBEDDED, nameNode);
    } else {
      unknown(section, nameNode);
    }
  }

  private void setting(String path, NodeTuple setting) {
    Optional<Key> known =
        Arrays.stream(Key.values()).filter(key -> key.path().equalsIgnoreCase(path)).findFirst();
    if (setting.getValueNode() instanceof MappingNode inner && isSection(path)) {
      inner.getValue().forEach(each -> setting(path + "." + text(each.getKeyNode()), each));
      return;
    }
    if (known.isEmpty()) {
      unknown(path, setting.getKeyNode());
      return;
    }
    Key key = known.get();
    Node value = setting.getValueNode();
    if (value instanceof ScalarNode scalar) {
      put(key, text(scalar), setting.getKeyNode());
    } else if (value instanceof SequenceNode sequence && key.isList()) {
      put(key, lines(sequence), setting.getKeyNode());
    } else {
      problems.add(at(value) + ": " + key + " takes " + (key.isList() ? "a list" : "one value"));
    }
  }

  private static boolean isSection(String path) {
    return Arrays.stream(Key.values())
        .anyMatch(key -> lower(key.path()).startsWith(lower(path) + "."));
  }

  private void put(Key key, String value, Node where) {
    Given twice = given.put(key, new Given(value, at(where)));
    if (twice != null) {
      problems.add(at(where) + ": " + key + " stands there twice, first at " + twice.origin());
    }
  }

  private void unknown(String path, Node where) {
    problems.add(
        at(where) + ": unknown key " + path + "; did you mean " + NearestKey.to(path) + "?");
  }

  private static String lines(SequenceNode sequence) {
    return sequence.getValue().stream().map(ConfigFile::text).collect(Collectors.joining("\n"));
  }

  private static boolean isEmpty(Node node) {
    return node instanceof ScalarNode && text(node).isEmpty();
  }

  private static String text(Node node) {
    if (!(node instanceof ScalarNode scalar)) {
      return "?";
    }
    boolean isNull =
        scalar.getScalarStyle() == ScalarStyle.PLAIN && NULLS.contains(scalar.getValue());
    return isNull ? "" : scalar.getValue();
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  private String at(Node node) {
    return at(node.getStartMark());
  }

  private String at(Optional<Mark> mark) {
    return mark.map(place -> name + ":" + (place.getLine() + 1)).orElse(name);
  }
}
