import { getRouteApi } from "@tanstack/react-router";
import { useProduct } from "@/features/catalogue/api";
import { ProductDetails } from "@/features/catalogue/product-page";
import { Page } from "@/ui/page";
import { Failed, SkeletonRows } from "@/ui/states";
import { Back } from "./back";

const route = getRouteApi("/inside/catalogue/products/$productId");

export function ProductPage() {
  const { productId } = route.useParams();
  const query = useProduct(productId);
  const product = query.data;
  return (
    <Page
      title={product?.title ?? "Product"}
      note={[product?.brand, product?.category].filter(Boolean).join(" · ") || undefined}
      actions={<Back to="/catalogue" label="Catalogue" />}
    >
      {query.isPending ? (
        <SkeletonRows />
      ) : product ? (
        <ProductDetails product={product} />
      ) : (
        <Failed error={query.error} what="The product" onRetry={() => void query.refetch()} />
      )}
    </Page>
  );
}
