# One ClickHouse server out of npm's chdb: python3 node.py LIBRARY FOLDER CONFIG HTTP-PORT TCP-PORT. Runs until it is killed.
# SYSTEM START LISTEN opens the ports; the last query never ends, and keeps them open.
import ctypes
import sys

library, folder, config, http, tcp = sys.argv[1:]
words = [
    'clickhouse', '--config-file=' + config, '--path=' + folder, '--listen_host=127.0.0.1',
    '--tcp_port=' + tcp, '--http_port=' + http,
    '--query', 'SYSTEM START LISTEN TCP', '--query', 'SYSTEM START LISTEN HTTP',
    '--query', 'SELECT sleepEachRow(1) FROM system.numbers'
    ' SETTINGS max_block_size=1, function_sleep_max_microseconds_per_block=0 FORMAT Null',
]
chdb = ctypes.CDLL(library)
run = chdb.chdb_query_cmdline
run.restype = ctypes.c_void_p
run.argtypes = [ctypes.c_int, ctypes.c_void_p]
ended = run(len(words), (ctypes.c_char_p * (len(words) + 1))(*[word.encode() for word in words], None))
if ended:
    chdb.chdb_result_error.restype = ctypes.c_char_p
    chdb.chdb_result_error.argtypes = [ctypes.c_void_p]
    print(chdb.chdb_result_error(ended), file=sys.stderr)
