package io.kuberelease.adapters.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The last line of defence against an entry that no journal has room for: its texts and lists are cut, longest first,
 * until it fits, and it is marked as cut. Names, digests and times are always shorter than what is cut. A plan is left
 * as it is, since half of one must not be carried out.
 */
final class EntryLimit {
    /** In bytes. It still fits into a ConfigMap beside a part of a journal that is not full yet. */
    static final int MOST = 384 * 1024;

    private static final List<Integer> TEXTS = List.of(65_536, 16_384, 4_096, 1_024, 512);
    private static final List<Integer> ITEMS = List.of(2_000, 500, 100, 20);

    private EntryLimit() {}

    /** Shortens the entry itself if it is too long, and returns it. */
    static ObjectNode fit(ObjectNode entry) {
        if (fits(entry) || entry.path("event").path("type").asText().equals("planned")) {
            return entry;
        }
        entry.put("cut", true);
        for (int longest : TEXTS) {
            shorten(entry, longest, Integer.MAX_VALUE);
            if (fits(entry)) {
                return entry;
            }
        }
        for (int most : ITEMS) {
            shorten(entry, TEXTS.get(TEXTS.size() - 1), most);
            if (fits(entry)) {
                return entry;
            }
        }
        return entry;
    }

    private static boolean fits(ObjectNode entry) {
        return entry.toString().getBytes(UTF_8).length <= MOST;
    }

    private static void shorten(JsonNode node, int longest, int most) {
        if (node instanceof ObjectNode object) {
            List<Map.Entry<String, JsonNode>> fields = new ArrayList<>(object.properties());
            fields.forEach(field -> {
                if (field.getValue() instanceof TextNode text) {
                    object.put(field.getKey(), shorter(text.textValue(), longest));
                } else {
                    shorten(field.getValue(), longest, most);
                }
            });
        } else if (node instanceof ArrayNode array) {
            shortenItems(array, longest, most);
        }
    }

    private static void shortenItems(ArrayNode array, int longest, int most) {
        int before = array.size();
        boolean texts = before > 0 && array.get(0).isTextual();
        while (array.size() > most) {
            array.remove(array.size() - 1);
        }
        for (int i = 0; i < array.size(); i++) {
            if (array.get(i) instanceof TextNode text) {
                array.set(i, TextNode.valueOf(shorter(text.textValue(), longest)));
            } else {
                shorten(array.get(i), longest, most);
            }
        }
        if (texts && array.size() < before) {
            array.set(array.size() - 1, TextNode.valueOf("… (cut: the journal has no room for more)"));
        }
    }

    private static String shorter(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest;
        return text.substring(0, end) + "… (cut)";
    }
}
