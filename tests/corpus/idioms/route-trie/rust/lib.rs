mod ffi;
mod trie;
