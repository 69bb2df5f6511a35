package io.kuberelease.adapters.kubernetes.tests;

import io.kuberelease.model.TestFailure;
import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Counts the test cases of JUnit XML files and keeps the messages of failed ones. A file is not trusted: a document
 * type declaration is refused, and nothing outside the file is ever read. If a file breaks off, the cases before count,
 * and it is reported as unread, since later ones may have failed.
 */
final class JUnitReader {

    private static final int MOST_NOTES = 20;
    private static final Set<String> SUITES = Set.of("testsuites", "testsuite", "testrun");
    private static final String CASE = "testcase";

    /** Root elements of other formats, whose failed tests would be missed. */
    private static final Set<String> OTHER_REPORTS =
            Set.of("test-run", "test-results", "assemblies", "assembly", "TestRun", "testng-results");

    private final XMLInputFactory parsers = safeParsers();
    private final TestTally tally = new TestTally();
    private final List<String> notes = new ArrayList<>();
    private final List<String> unread = new ArrayList<>();
    private int readable;

    /**
     * Counts the cases of a file. Never throws for a bad file, but adds a note or a reason.
     *
     * @return whether it is JUnit XML and could be read to its end
     */
    boolean read(String name, byte[] content) {
        try {
            XMLStreamReader xml = parsers.createXMLStreamReader(
                    new StringReader(ReportText.of(content).text()));
            try {
                readCases(name, xml);
                return true;
            } finally {
                xml.close();
            }
        } catch (XMLStreamException malformed) {
            unread(
                    content.length == 0
                            ? "report " + name + " is empty"
                            : "report " + name + " is not well-formed XML" + place(malformed)
                                    + "; what comes before it counts");
        } catch (RefusedReport refused) {
            unread("report " + name + " is refused: " + refused.getMessage());
        } catch (OtherFile other) {
            note("report " + name + " is left out: " + other.getMessage());
        }
        return false;
    }

    /** Adds a remark for people; all above the first twenty are dropped. */
    void note(String text) {
        if (notes.size() < MOST_NOTES) {
            notes.add(text);
        }
    }

    /** Adds a reason why some reports could not be read; all above the first twenty are dropped. */
    void unread(String text) {
        if (unread.size() < MOST_NOTES) {
            unread.add(text);
        }
    }

    /** The result of all files read so far. */
    CollectedReports collected() {
        return new CollectedReports(readable == 0 ? Optional.empty() : Optional.of(tally.summary()), notes, unread);
    }

    private void readCases(String name, XMLStreamReader xml) throws XMLStreamException {
        Deque<Suite> suites = new ArrayDeque<>();
        int deeper = 0;
        boolean known = false;
        while (xml.hasNext()) {
            int event = xml.next();
            if (event == XMLStreamConstants.DTD) {
                throw new RefusedReport("it has a document type declaration, which no test tool writes");
            } else if (event == XMLStreamConstants.END_ELEMENT) {
                if (deeper > 0) {
                    deeper--;
                } else {
                    suites.pop().end(tally);
                }
            } else if (event == XMLStreamConstants.START_ELEMENT) {
                String element = xml.getLocalName();
                if (!known) {
                    require(element, xml);
                    known = true;
                    readable++;
                }
                if (element.equals(CASE)) {
                    new JUnitCase(owner(suites, name), xml).countIn(tally);
                } else if (deeper == 0 && SUITES.contains(element)) {
                    suites.push(Suite.of(xml, owner(suites, name), tally));
                } else if (deeper == 0 && JUnitCase.isFailure(element)) {
                    tally.failed(JUnitCase.failureOfSuite(owner(suites, name), xml));
                } else {
                    deeper++;
                }
            }
        }
    }

    private static void require(String first, XMLStreamReader xml) {
        if (OTHER_REPORTS.contains(first)) {
            throw new RefusedReport("it is in its tool's own format, <" + first + ">: let the tool write JUnit XML");
        }
        if (SUITES.contains(first) || first.equals(CASE)) {
            return;
        }
        if (hasCases(xml)) {
            throw new RefusedReport(
                    "it has test cases below <" + first
                            + ">, not below <testsuites> or <testsuite>, so nobody knows what they mean: let the tool write JUnit XML");
        }
        throw new OtherFile("its first element is <" + first + ">, not <testsuites> or <testsuite>");
    }

    /** Whether any test case or suite follows; false if the file breaks off before one. */
    private static boolean hasCases(XMLStreamReader xml) {
        try {
            while (xml.hasNext()) {
                if (xml.next() == XMLStreamConstants.START_ELEMENT
                        && (xml.getLocalName().equals(CASE) || SUITES.contains(xml.getLocalName()))) {
                    return true;
                }
            }
        } catch (XMLStreamException broken) {
            return false;
        }
        return false;
    }

    private static String owner(Deque<Suite> suites, String file) {
        return suites.isEmpty() ? file : suites.peek().name();
    }

    private static String place(XMLStreamException malformed) {
        if (Objects.isNull(malformed.getLocation())) {
            return "";
        }
        String why = String.valueOf(malformed.getMessage()).replaceFirst("(?s)^.*Message: ", "");
        return " at line " + malformed.getLocation().getLineNumber() + " (" + why.replaceAll("\\s+", " ") + ")";
    }

    private static XMLInputFactory safeParsers() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, false);
        return factory;
    }

    /**
     * A suite that is being read.
     *
     * @param claimed the number of failures and errors that the suite's attributes name
     * @param before the number of failed cases before this suite
     */
    private record Suite(String name, long claimed, int before) {
        static Suite of(XMLStreamReader xml, String outer, TestTally tally) {
            String name = Optional.ofNullable(xml.getAttributeValue(null, "name"))
                    .filter(text -> !text.isBlank())
                    .orElse(outer);
            return new Suite(name, number(xml, "failures") + number(xml, "errors"), tally.failed());
        }

        /**
         * Counts one failure if the suite claims some and no case had one: a suite that could not begin or end may say
         * so by a number alone. The number itself is not used, since some tools count assertions.
         */
        void end(TestTally tally) {
            if (claimed > 0 && tally.failed() == before) {
                tally.failed(new TestFailure(
                        name,
                        "(suite)",
                        "the suite says that it has " + claimed + " failures or errors, and no case of it tells of one",
                        List.of()));
            }
        }

        private static long number(XMLStreamReader xml, String attribute) {
            String text =
                    Optional.ofNullable(xml.getAttributeValue(null, attribute)).orElse("");
            return text.matches("\\d{1,9}") ? Long.parseLong(text) : 0;
        }
    }

    /** The file must not be read further, though it may report failed tests. */
    private static final class RefusedReport extends RuntimeException {
        private static final long serialVersionUID = 1;

        RefusedReport(String why) {
            super(why);
        }
    }

    /** The file holds no test cases. */
    private static final class OtherFile extends RuntimeException {
        private static final long serialVersionUID = 1;

        OtherFile(String why) {
            super(why);
        }
    }
}
