// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.http;

import dev.onepass.ports.model.Money;
import java.util.List;
import java.util.stream.Collectors;

/** All the ways in which a request can be invalid, each with words that help. */
final class Invalid {

  private static final int QUOTE_LENGTH_MAX = 40;

  private Invalid() {}

  static ApiException emptyBody() {
    return invalid("请求体为空", "The body is empty");
  }

  static ApiException notJson(int line, int column) {
    return invalid(
        "请求体不是合法的 JSON（第 " + line + " 行第 " + column + " 列）",
        "The body is not JSON at line " + line + ", column " + column);
  }

  static ApiException contentType() {
    return invalid(
        "请求体必须是 UTF-8 的 JSON；网页还须声明 Content-Type: application/json",
        "The body must be JSON in UTF-8; a page in a browser must also say Content-Type:"
            + " application/json");
  }

  static ApiException shape() {
    return invalid("请求体的结构不对", "The body has not the shape that this route takes");
  }

  static ApiException missing(String field) {
    return ofField(field, "缺少字段 " + field, "The field " + field + " is missing");
  }

  static ApiException unknown(String field) {
    String name = quote(field);
    return ofField(name, "未知字段 " + name, "The field " + name + " is unknown");
  }

  static ApiException twice(String field) {
    String name = quote(field);
    return ofField(name, "字段重复 " + name, "The field " + name + " is there twice");
  }

  static ApiException type(String field) {
    return ofField(field, "字段 " + field + " 的类型不对", "The field " + field + " has the wrong type");
  }

  static ApiException uid(String field) {
    return ofField(field, field + " 必须是正整数", field + " must be a whole number above zero");
  }

  static ApiException amount(String field) {
    return ofField(
        field, field + " 必须是最多两位小数的金额", field + " must be an amount with at most two decimals");
  }

  static ApiException amountRange(String field, Money min, Money max) {
    return ofField(
        field,
        field + " 必须在 " + min + " 到 " + max + " 之间，最多两位小数",
        field + " must be " + min + " to " + max + ", with at most two decimals");
  }

  static ApiException id(String field, int lengthMax) {
    return ofField(
        field,
        field + " 必须是 1 到 " + lengthMax + " 个可见 ASCII 字符",
        field + " must be 1 to " + lengthMax + " visible ASCII characters");
  }

  static ApiException reserved(String field, String prefix) {
    return ofField(
        field, field + " 不能以 " + prefix + " 开头", field + " must not begin with " + prefix);
  }

  static ApiException sameAccount() {
    return ofField(
        "targetUid",
        "sourceUid 和 targetUid 不能相同",
        "sourceUid and targetUid must be different accounts");
  }

  static ApiException count(String field, int min, int max) {
    return ofField(
        field,
        field + " 的个数必须在 " + min + " 到 " + max + " 之间",
        field + " must have " + min + " to " + max + " entries");
  }

  static ApiException range(String name, long min, long max) {
    return ofField(
        name, name + " 必须在 " + min + " 到 " + max + " 之间", name + " must be " + min + " to " + max);
  }

  static ApiException oneOf(String name, List<? extends Enum<?>> values) {
    String all = values.stream().map(Enum::name).collect(Collectors.joining(", "));
    return ofField(name, name + " 必须是以下之一：" + all, name + " must be one of " + all);
  }

  static ApiException wholeNumber(String name) {
    return ofField(name, name + " 应为整数", name + " must be a whole number");
  }

  static ApiException twoKeys(String header) {
    return ofField(
        header,
        "请求头 " + header + " 出现两次且值不同",
        "The header " + header + " is there twice, with different values");
  }

  static ApiException host() {
    return invalid(
        "未设置 security.tokens 时不接受此主机名；可加入 server.hosts",
        "Without security.tokens the server is not called by this host name; see server.hosts");
  }

  static ApiException origin() {
    return invalid(
        "不允许此来源的网页调用；见 cors.origins",
        "Pages of this origin may not call the server; see cors.origins");
  }

  static ApiException http() {
    return invalid("HTTP 请求格式不对", "The HTTP request is malformed");
  }

  private static ApiException invalid(String chinese, String english) {
    return ApiException.invalid(new Text(chinese, english));
  }

  private static ApiException ofField(String field, String chinese, String english) {
    return invalid(chinese, english).with("field", field);
  }

  private static String quote(String name) {
    return name.length() <= QUOTE_LENGTH_MAX ? name : name.substring(0, QUOTE_LENGTH_MAX) + "…";
  }
}
