#!/bin/bash
# build-all-targets.sh

set -e

TARGETS=("development" "production" "embedded")
PROJECTS=("zig-frontend" "rust-backend")

echo "🚀 Starting Ghost Ecosystem Build Pipeline"

for target in "${TARGETS[@]}"; do
    echo "📦 Building for target: $target"

    for project in "${PROJECTS[@]}"; do
        echo "  🔧 Building $project"

        # Use zbuild for orchestration
        zbuild build \
            --project "$project" \
            --target "$target" \
            --parallel \
            --cache

        # Use ghostbind for FFI artifacts
        ghostbind build \
            --manifest-path "$project/Cargo.toml" \
            --target-config "targets.$target" \
            --output-dir "dist/$target/$project"
    done

    echo "  ✅ Target $target completed"
done

echo "🎉 All targets built successfully!"
