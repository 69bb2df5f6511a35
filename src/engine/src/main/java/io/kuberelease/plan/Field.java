package io.kuberelease.plan;

import io.kuberelease.request.Node;
import io.kuberelease.request.Place;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * One value of the release file with its full name and its place: whatever is read from the file is read through this,
 * and what can't be read becomes a problem instead of an exception.
 */
final class Field {
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern SHELL = Pattern.compile("[\"'$&|;<>()*?`\\\\]");

    private final String name;
    private final String key;
    private final Place keyPlace;
    private final Optional<Node> node;
    private final Problems problems;

    /** A field; {@code keyPlace} is where its key was written, or that of the section from which it is missing. */
    Field(String name, String key, Place keyPlace, Optional<Node> node, Problems problems) {
        this.name = name;
        this.key = key;
        this.keyPlace = keyPlace;
        this.node = node;
        this.problems = problems;
    }

    /** Its full name, for messages. */
    String name() {
        return name;
    }

    /** Its key in the mapping that holds it. */
    String key() {
        return key;
    }

    /** Whether it was written at all. */
    boolean isGiven() {
        return node.isPresent();
    }

    /** Whether it was written as a list. */
    boolean isList() {
        return node.filter(Node.Sequence.class::isInstance).isPresent();
    }

    /** Whether it was written as a mapping. */
    boolean isMapping() {
        return node.filter(Node.Mapping.class::isInstance).isPresent();
    }

    /** Whether it was written without a value. */
    boolean isNothing() {
        return node.isPresent() && node.get() instanceof Node.Scalar scalar && scalar.type() == Node.Type.NULL;
    }

    /** Whether it was written as a text, and not as a number or a truth value. */
    boolean isText() {
        return node.isPresent() && node.get() instanceof Node.Scalar scalar && scalar.type() == Node.Type.TEXT;
    }

    /** Adds a problem when it is missing. Gives this field. */
    Field required(String fix) {
        if (node.isEmpty()) {
            refuse("is missing", fix);
        }
        return this;
    }

    /** Adds a problem: why its value can't be accepted as it was written. */
    void refuse(String reason, String fix) {
        problems.add(node.map(Node::place).orElse(keyPlace), name, written(), reason, fix);
    }

    /** Adds a problem in a file that it names; once for all that name that file. */
    void refuseFile(Place place, String reason, String fix) {
        problems.add(place, "the file", Optional.empty(), reason, fix);
    }

    /** Adds a problem: why it can't be accepted under its key. */
    void refuseKey(String reason, String fix) {
        problems.add(keyPlace, name, Optional.empty(), reason, fix);
    }

    /** The text, number or truth value as it was written. */
    Optional<String> scalar() {
        return given(Node.Scalar.class, "one value", "write one value").map(Node.Scalar::text);
    }

    /** The text; numbers count as they were written, so that {@code 1.10} does not become 1.1. */
    Optional<String> text() {
        boolean truth =
                node.isPresent() && node.get() instanceof Node.Scalar scalar && scalar.type() == Node.Type.BOOLEAN;
        if (truth) {
            refuse("is a truth value where a text is expected", "put it in quotes when it is meant as a text");
            return Optional.empty();
        }
        return scalar();
    }

    /** The truth value; empty when it is missing, or when it is none, which becomes a problem. */
    Optional<Boolean> truth() {
        Optional<Node.Scalar> scalar = given(Node.Scalar.class, "true or false", "write true or false");
        if (scalar.isPresent() && scalar.get().type() != Node.Type.BOOLEAN) {
            refuse("is neither true nor false", "write true or false, without quotes");
            return Optional.empty();
        }
        return scalar.map(written -> Boolean.valueOf(written.text()));
    }

    /**
     * The text as the parser reads it; empty when it is missing or refused with an IllegalArgumentException, which
     * becomes a problem.
     */
    <T> Optional<T> as(Function<String, T> parser) {
        return text().flatMap(text -> parsed(text, parser));
    }

    private <T> Optional<T> parsed(String text, Function<String, T> parser) {
        try {
            return Optional.of(parser.apply(text));
        } catch (IllegalArgumentException refused) {
            String message = String.valueOf(refused.getMessage());
            int fix = message.lastIndexOf(": use ");
            refuse(fix < 0 ? message : "is not valid", fix < 0 ? "change it" : message.substring(fix + 2));
            return Optional.empty();
        }
    }

    /** The items of a list; one value alone counts as a list of one. */
    List<Field> items() {
        if (node.isPresent() && node.get() instanceof Node.Sequence sequence) {
            List<Field> items = new ArrayList<>();
            for (Node item : sequence.items()) {
                items.add(child(name + "[" + items.size() + "]", key, item.place(), item));
            }
            return items;
        }
        return given(Node.Scalar.class, "a list", "write it in brackets: [one, two]")
                        .isPresent()
                ? List.of(this)
                : List.of();
    }

    /** The texts of a list; one text alone counts as a list of one. */
    List<String> texts() {
        return items().stream().flatMap(item -> item.text().stream()).toList();
    }

    /** The keys and values of a mapping whose keys the user chooses; a key that is written twice becomes a problem. */
    List<Field> entries() {
        Optional<Node.Mapping> mapping = given(Node.Mapping.class, "a mapping", "write it as lines of name: value");
        List<Node.Entry> written = mapping.map(Node.Mapping::entries).orElse(List.of());
        return new Keys(problems).once(name, written).stream().map(this::child).toList();
    }

    private Field child(Node.Entry entry) {
        return child(Keys.join(name, entry.key()), entry.key(), entry.place(), entry.value());
    }

    /** A section with known keys; empty when it is something else, which becomes a problem. */
    SectionReader section(Section section) {
        Optional<Node.Mapping> mapping =
                given(Node.Mapping.class, "a mapping", "write it with the keys " + String.join(", ", section.keys()));
        boolean told = isGiven() && mapping.isEmpty();
        List<Node.Entry> entries = mapping.map(Node.Mapping::entries).orElse(List.of());
        return new SectionReader(section, name, keyPlace, entries, told, problems);
    }

    /** The sections of a list, each with the same known keys; an item that is something else becomes a problem. */
    List<SectionReader> sections(Section section) {
        return items().stream().map(item -> item.section(section)).toList();
    }

    /** Names chosen by the user, with a text for each; texts, numbers and truth values as they were written. */
    Map<String, String> scalars() {
        Map<String, String> scalars = new LinkedHashMap<>();
        entries().forEach(entry -> entry.scalar().ifPresent(value -> scalars.put(entry.key(), value)));
        return scalars;
    }

    /** Environment variables: names that a shell can read, values as they were written. */
    Map<String, String> variables() {
        for (Field variable : entries()) {
            if (!VARIABLE.matcher(variable.key()).matches()) {
                variable.refuseKey(
                        "is not the name of a variable", "use letters, digits and _, beginning with a letter");
            }
        }
        return scalars();
    }

    /**
     * A command, which is a list: nothing is guessed about quotes, and no shell is needed in the image. Empty when there is
     * none; one text becomes a problem.
     */
    List<String> command() {
        if (!isList()) {
            scalar().ifPresent(text -> refuse("is one text where a list is expected", asList(text)));
            return List.of();
        }
        List<String> command =
                items().stream().flatMap(item -> item.scalar().stream()).toList();
        if (command.isEmpty() || command.get(0).isBlank()) {
            refuse("names no program", "write it as a list, for example [make, test]");
        }
        return command;
    }

    private static String asList(String command) {
        return SHELL.matcher(command).find()
                ? "write [sh, -c, '" + command.replace("'", "''") + "']"
                : "write [" + String.join(", ", command.trim().split("\\s+", -1)) + "]";
    }

    private Field child(String childName, String childKey, Place childPlace, Node child) {
        return new Field(childName, childKey, childPlace, Optional.of(child), problems);
    }

    /** The value as it was written, unless it is a list, a mapping or nothing. */
    Optional<String> written() {
        return node.filter(Node.Scalar.class::isInstance)
                .map(Node.Scalar.class::cast)
                .filter(scalar -> scalar.type() != Node.Type.NULL)
                .map(Node.Scalar::text);
    }

    private <T extends Node> Optional<T> given(Class<T> wanted, String kind, String fix) {
        if (node.isEmpty()) {
            return Optional.empty();
        }
        if (node.get() instanceof Node.Scalar scalar && scalar.type() == Node.Type.NULL) {
            refuse("has no value", "give it one or remove the line; # begins a comment unless it stands in quotes");
            return Optional.empty();
        }
        if (!wanted.isInstance(node.get())) {
            refuse("is " + Keys.kind(node.get()) + " where " + kind + " is expected", fix);
            return Optional.empty();
        }
        return node.map(wanted::cast);
    }
}
