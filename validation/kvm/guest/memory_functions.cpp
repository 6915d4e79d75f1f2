// The compiler may call these four for copies and zeroes that it makes itself, even in freestanding code (GCC
// manual, "Standards"). There is no libc here to bring them. Bytes one by one: nothing on a hot path comes
// here.
#include <cstddef>
#include <cstdint>

extern "C" {

void* memcpy(void* to, const void* from, std::size_t n);
void* memcpy(void* to, const void* from, std::size_t n) {
  void* const result = to;
  __asm__ volatile("rep movsb" : "+D"(to), "+S"(from), "+c"(n)::"memory");
  return result;
}

void* memset(void* to, int value, std::size_t n);
void* memset(void* to, int value, std::size_t n) {
  void* const result = to;
  __asm__ volatile("rep stosb" : "+D"(to), "+c"(n) : "a"(value) : "memory");
  return result;
}

void* memmove(void* to, const void* from, std::size_t n);
void* memmove(void* to, const void* from, std::size_t n) {
  auto* target = static_cast<unsigned char*>(to);
  const auto* source = static_cast<const unsigned char*>(from);
  if (target <= source) return memcpy(to, from, n);
  while (n-- != 0) {
    target[n] = source[n];
    __asm__ volatile("" ::: "memory");  // or the compiler makes a call to memmove of this
  }
  return to;
}

int memcmp(const void* a, const void* b, std::size_t n);
int memcmp(const void* a, const void* b, std::size_t n) {
  const auto* left = static_cast<const unsigned char*>(a);
  const auto* right = static_cast<const unsigned char*>(b);
  for (std::size_t i = 0; i < n; ++i)
    if (left[i] != right[i]) return left[i] - right[i];
  return 0;
}
}
