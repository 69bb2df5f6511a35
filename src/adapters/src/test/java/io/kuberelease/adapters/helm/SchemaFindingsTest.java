package io.kuberelease.adapters.helm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SchemaFindingsTest {
    private static final String HEADING =
            "values don't meet the specifications of the schema(s) in the following chart(s):\napp:\n";

    @Test
    void eachValueIsNamedByItsPath() {
        String said = HEADING + "- at '': missing property 'image'\n- at '/a/b/0': got number, want string\n"
                + "- at '/replicas': got string, want integer\n";

        assertThat(SchemaFindings.in(said))
                .contains("the values do not fit the values.schema.json of chart app: a.b[0]: got number, want string;"
                        + " missing property 'image'; replicas: got string, want integer");
    }

    @Test
    void theFormOfOlderHelmsIsReadToo() {
        assertThat(SchemaFindings.in(HEADING + "- (root): image is required\n- a.b: Invalid type.\n"))
                .contains("the values do not fit the values.schema.json of chart app: a.b: Invalid type.;"
                        + " image is required");
    }

    @Test
    void whatASubchartRefusesIsNamedWithTheSubchart() {
        String said = HEADING + "- at '/replicas': got string, want integer\nredis:\n"
                + "- at '/replicas': got string, want integer\n"
                + "queue:\ninvalid type for values: expected object (map), got string\n";

        assertThat(SchemaFindings.in(said))
                .contains(
                        "the values do not fit the values.schema.json of chart app: replicas: got string, want integer,"
                                + " and the values.schema.json of chart redis: replicas: got string, want integer,"
                                + " and the values.schema.json of chart queue: expected object (map), got string");
        assertThat(SchemaFindings.in("[ERROR] values.yaml: - at '/a': got null, want string"))
                .contains("the values do not fit the chart's values.schema.json: a: got null, want string");
    }

    @Test
    void aSchemaThatCouldNotBeFetchedIsNoValueThatDoesNotFit() {
        assertThat(SchemaFindings.in(HEADING + "failing loading \"https://e.example/a.json\": connection refused\n"))
                .isEmpty();
    }

    @Test
    void anotherErrorIsLeftAlone() {
        assertThat(SchemaFindings.in("parse error at '(x)': function \"y\" not defined"))
                .isEmpty();
    }
}
