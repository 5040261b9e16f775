use std::cell::RefCell;

extern "C" {
    fn tree_walk(depth: u32, visit: extern "C" fn(u32));
}

thread_local! {
    static FOUND: RefCell<Vec<u32>> = RefCell::new(Vec::new());
}

extern "C" fn visit(node: u32) {
    FOUND.with(|found| found.borrow_mut().push(node));
}

pub fn nodes(depth: u32) -> Vec<u32> {
    FOUND.with(|found| found.borrow_mut().clear());
    unsafe { tree_walk(depth, visit) };
    FOUND.with(|found| found.take())
}
