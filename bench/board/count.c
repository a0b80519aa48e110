// A plugin for qemu-user (plugin API 1, QEMU 4.2 to 8): counts how often each block of guest code runs.
//
// The program under measure marks sections by looking at files that do not exist:
//   /octet-count/start       counting begins
//   /octet-count/stop/NAME   what ran since then is written under NAME
// (in Java: new File(...).exists()). OUT, the plugin's argument, is a text file of these lines:
//   block ID ADDRESS CODE     a block of code before its first count; address and machine code in hexadecimal
//   section NAME              the counts that follow belong to this section; a name may come more than once
//   ID COUNT                  a block ran so often in the section
//   map START END FILE        at the first stop: where files lie in memory, addresses in hexadecimal
// A block is what QEMU translates at once: straight code up to a branch, or the rest of one.
//
// Build: gcc -O2 -shared -fPIC -o count.so count.c
#define _GNU_SOURCE
#include <inttypes.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

// What is used of qemu-plugin.h, which Debian does not package.
typedef uint64_t qemu_plugin_id_t;
struct qemu_info;
struct qemu_plugin_tb;
struct qemu_plugin_insn;
enum { ADD_U64 = 0 };
void qemu_plugin_register_vcpu_tb_trans_cb(qemu_plugin_id_t, void (*)(qemu_plugin_id_t, struct qemu_plugin_tb *));
void qemu_plugin_register_vcpu_tb_exec_inline(struct qemu_plugin_tb *, int operation, void *counter, uint64_t add);
void qemu_plugin_register_vcpu_syscall_cb(qemu_plugin_id_t,
    void (*)(qemu_plugin_id_t, unsigned, int64_t, uint64_t, uint64_t, uint64_t, uint64_t, uint64_t, uint64_t, uint64_t, uint64_t));
size_t qemu_plugin_tb_n_insns(const struct qemu_plugin_tb *);
uint64_t qemu_plugin_tb_vaddr(const struct qemu_plugin_tb *);
struct qemu_plugin_insn *qemu_plugin_tb_get_insn(const struct qemu_plugin_tb *, size_t);
const void *qemu_plugin_insn_data(const struct qemu_plugin_insn *);
size_t qemu_plugin_insn_size(const struct qemu_plugin_insn *);

__attribute__((visibility("default"))) int qemu_plugin_version = 1;

struct block {
  uint64_t count;   // executions since the process began; QEMU's code adds to it
  uint64_t before;  // the same when the section began
  uint64_t ran;     // executions in the section that has just ended
  uint64_t address;
  uint32_t bytes;
  int64_t id;  // -1 until it is written
  struct block *next_in_bucket, *next;
  uint8_t code[];
};

enum { BUCKETS = 1 << 20, MOST_BYTES = 4 * 4096 };
static struct block *buckets[BUCKETS], *blocks;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static FILE *out;
static bool counting;
static int64_t ids;

static struct block *find(uint64_t address, const uint8_t *code, uint32_t bytes) {
  uint64_t hash = address * 0x9E3779B97F4A7C15u;
  for (uint32_t i = 0; i < bytes; i++) hash = (hash ^ code[i]) * 0x100000001B3u;
  struct block **bucket = &buckets[(hash >> 24) % BUCKETS];
  for (struct block *b = *bucket; b; b = b->next_in_bucket)
    if (b->address == address && b->bytes == bytes && !memcmp(b->code, code, bytes)) return b;
  struct block *b = calloc(1, sizeof *b + bytes);
  if (!b) abort();
  b->address = address;
  b->bytes = bytes;
  b->id = -1;
  memcpy(b->code, code, bytes);
  b->next_in_bucket = *bucket;
  *bucket = b;
  b->next = blocks;
  blocks = b;
  return b;
}

static void translated(qemu_plugin_id_t id, struct qemu_plugin_tb *tb) {
  uint8_t code[MOST_BYTES];
  uint32_t bytes = 0;
  size_t instructions = qemu_plugin_tb_n_insns(tb);
  for (size_t i = 0; i < instructions; i++) {
    struct qemu_plugin_insn *instruction = qemu_plugin_tb_get_insn(tb, i);
    size_t size = qemu_plugin_insn_size(instruction);
    if (bytes + size > sizeof code) abort();
    memcpy(code + bytes, qemu_plugin_insn_data(instruction), size);
    bytes += size;
  }
  pthread_mutex_lock(&lock);
  struct block *b = find(qemu_plugin_tb_vaddr(tb), code, bytes);
  pthread_mutex_unlock(&lock);
  qemu_plugin_register_vcpu_tb_exec_inline(tb, ADD_U64, &b->count, 1);
}

static void write_maps(void) {
  FILE *maps = fopen("/proc/self/maps", "r");
  if (!maps) return;
  char line[4096], file[4096];
  uint64_t start, end;
  while (fgets(line, sizeof line, maps))
    if (sscanf(line, "%" SCNx64 "-%" SCNx64 " %*s %*s %*s %*s %4095[^\n]", &start, &end, file) == 3 && file[0] == '/')
      fprintf(out, "map %" PRIx64 " %" PRIx64 " %s\n", start, end, file);
  fclose(maps);
}

static void start(void) {
  for (struct block *b = blocks; b; b = b->next) b->before = b->count;
  counting = true;
}

static void stop(const char *section) {
  static bool mapped;
  if (!counting) return;
  counting = false;
  if (!mapped) write_maps();
  mapped = true;
  // Other threads may go on meanwhile: one look at each counter.
  for (struct block *b = blocks; b; b = b->next) b->ran = b->count - b->before;
  for (struct block *b = blocks; b; b = b->next)
    if (b->ran && b->id < 0) {
      b->id = ids++;
      fprintf(out, "block %" PRId64 " %" PRIx64 " ", b->id, b->address);
      for (uint32_t i = 0; i < b->bytes; i++) fprintf(out, "%02x", b->code[i]);
      fputc('\n', out);
    }
  fprintf(out, "section %s\n", section);
  for (struct block *b = blocks; b; b = b->next)
    if (b->ran) fprintf(out, "%" PRId64 " %" PRIu64 "\n", b->id, b->ran);
  fflush(out);
}

static void called(qemu_plugin_id_t id, unsigned cpu, int64_t number, uint64_t a1, uint64_t a2, uint64_t a3, uint64_t a4,
    uint64_t a5, uint64_t a6, uint64_t a7, uint64_t a8) {
  // arm64: faccessat, openat, newfstatat, statx, faccessat2. Each has its path second.
  if (number != 48 && number != 56 && number != 79 && number != 291 && number != 439) return;
  static const char prefix[] = "/octet-count/";
  char path[80] = {0};
  struct iovec here = {path, sizeof path - 1}, there = {(void *)(uintptr_t)a2, sizeof path - 1};
  if (process_vm_readv(getpid(), &here, 1, &there, 1, 0) <= 0 || strncmp(path, prefix, sizeof prefix - 1)) return;
  const char *command = path + sizeof prefix - 1;
  pthread_mutex_lock(&lock);
  if (!strcmp(command, "start")) start();
  if (!strncmp(command, "stop/", 5)) stop(command + 5);
  pthread_mutex_unlock(&lock);
}

__attribute__((visibility("default"))) int qemu_plugin_install(
    qemu_plugin_id_t id, const struct qemu_info *info, int count, char **arguments) {
  for (int i = 0; i < count; i++)
    if (!strncmp(arguments[i], "out=", 4)) out = fopen(arguments[i] + 4, "w");
  if (!out) {
    fprintf(stderr, "count.so: give it out=FILE, a file that can be written\n");
    return 1;
  }
  qemu_plugin_register_vcpu_tb_trans_cb(id, translated);
  qemu_plugin_register_vcpu_syscall_cb(id, called);
  return 0;
}
