//! A little XML reader with path selection.

mod parse;

use parse::{Document, NodeId};

pub struct NodeSet {
    nodes: Vec<NodeId>,
}

/// # Safety
/// `text` points to `len` readable bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn xml_parse(text: *const u8, len: usize) -> Option<Box<Document>> {
    if text.is_null() {
        return None;
    }
    let bytes = unsafe { std::slice::from_raw_parts(text, len) };
    let text = std::str::from_utf8(bytes).ok()?;
    Document::parse(text).map(Box::new)
}

#[unsafe(no_mangle)]
pub extern "C" fn xml_doc_free(doc: Option<Box<Document>>) {
    drop(doc);
}

/// All elements of that name, in document order.
///
/// # Safety
/// `name` points to `len` readable bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn xml_select(doc: Option<&Document>, name: *const u8, len: usize) -> Option<Box<NodeSet>> {
    let doc = doc?;
    if name.is_null() {
        return None;
    }
    let name = unsafe { std::slice::from_raw_parts(name, len) };
    Some(Box::new(NodeSet { nodes: doc.named(name) }))
}

#[unsafe(no_mangle)]
pub extern "C" fn xml_set_free(set: Option<Box<NodeSet>>) {
    drop(set);
}

#[unsafe(no_mangle)]
pub extern "C" fn xml_set_len(set: Option<&NodeSet>) -> usize {
    set.map_or(0, |s| s.nodes.len())
}

/// Depth of the i-th node, 0 if there is none.
#[unsafe(no_mangle)]
pub extern "C" fn xml_set_depth(doc: Option<&Document>, set: Option<&NodeSet>, i: usize) -> u32 {
    let (Some(doc), Some(set)) = (doc, set) else { return 0 };
    set.nodes.get(i).map_or(0, |id| doc.depth(*id))
}
