//! Shared by importer, skinning and mesh.
pub const max_bones = 256;
pub const joints_per_vertex = 8;
